"""The figures with Vizro: a page with filters and a parameter, served by gunicorn (``vizro_app:app``)."""

import record
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture


@capture("graph")
def sentences(data_frame):
    """Return the sentences by year, stacked by kind."""
    return record.sentences(data_frame)


@capture("graph")
def arrests(data_frame, scale="linear"):
    """Return arrests, death sentences and executions as lines."""
    return record.arrests(data_frame, scale)


rows = record.load()
page = vm.Page(
    title="At a glance",
    components=[
        vm.Graph(figure=sentences(rows)),
        vm.Graph(id="arrests", figure=arrests(rows)),
    ],
    controls=[
        vm.Filter(column="year", selector=vm.Slider(range=True, step=1, value=[record.FIRST, record.LAST], title="Period")),
        vm.Filter(column="measure", selector=vm.Checklist(title="Measures")),
        vm.Filter(column="figures", selector=vm.Dropdown(multi=False, value=record.PREFERRED, title="Whose figures")),
        vm.Parameter(targets=["arrests.scale"], selector=vm.RadioItems(options=record.SCALES, value="linear", title="Scale")),
    ],
)
app = Vizro().build(vm.Dashboard(pages=[page], title="The Great Purges"))
