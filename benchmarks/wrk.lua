-- Asks what a file says, one request a line: method, path, tag that is already at hand, body; fields are parted by tabs.
-- Lines of a second file are asked once each, one in ten requests. Prints a line of JSON at the end.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local function read(name)
  local made = {}
  for line in io.lines(name) do
    local method, path, tag, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Accept-Encoding"] = "gzip, deflate, br", ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
    if tag ~= "" then headers["If-None-Match"] = tag end
    made[#made + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
  return made
end

local known, new, asked, asked_new = {}, {}, 0, 0
function init(arguments)
  known = read(arguments[1])
  new = arguments[2] and read(arguments[2]) or {}
end

function request()
  asked = asked + 1
  if #new > 0 and asked % 10 == 0 then
    asked_new = asked_new + 1
    return new[(asked_new * 2 - number % 2) % #new + 1]
  end
  return known[(asked + number * 7) % #known + 1]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%f,"bytes":%d,"p50":%f,"p95":%f,"p99":%f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
