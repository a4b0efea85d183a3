"""One module per page; each ends with its table `PAGES`, and stands in the table of `monitor.web.app`.

A page is a plain function `endpoint(desk: Desk) -> Response`, run in a thread: `desk` (monitor/web/desk.py) has the
request's fields (`desk.query`, `desk.form`, `desk.path`), the archive (`desk.store`), the files (`desk.loaded`), the
person, the words, `desk.now`; and the answers: `desk.page(template, …)`, `desk.part(template, said=…, undo=…)` for htmx,
`desk.go(name, said, undo)` and `desk.back(said, undo)` after a form, `desk.refuse(sentence, status)`,
`desk.download(…)`, `desk.document(html)` for an iframe of ours. Who may open it stands in `Page`, never in the function.

Templates extend `base.html.jinja` (blocks title, head, width, main, phonebar, aside) and import macros with context:
`parts/form.jinja` (csrf, next_field, field, area, choice), `parts/mention.jinja` (badge, passage, when, outlet, title).
Every form has `{{ csrf() }}`, and `{{ next_field() }}` where its answer is `desk.back`. A button or link with
`data-key="c"` is the key C (`data-key="shift+z"`: with the shift key). After a change the body gets the event
`desk-changed`: a part that shows the archive asks for itself again with `hx-trigger="desk-changed from:body"`.
"""
