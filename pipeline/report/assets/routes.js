/**
 * Where in the page a person is: `#quotes?speaker=Lavrov`.
 *
 * @returns {{ name: string, query: URLSearchParams }}
 */
function currentRoute() {
  const [name, query] = location.hash.slice(1).split(/\?(.*)/s, 2);
  return { name: name || "overview", query: new URLSearchParams(query ?? "") };
}

/**
 * Shows the view that holds the named element, and tells it to those who do not see it change.
 *
 * @param {string} name  An id; the overview is shown if the page has none such.
 * @param {boolean} moved  Whether a person went there; otherwise the focus stays.
 */
function showView(name, moved) {
  const target = document.getElementById(name);
  const view = target?.closest("section.view") ?? byId("overview");
  for (const other of document.querySelectorAll("section.view")) other.toggleAttribute("hidden", other !== view);
  for (const link of document.querySelectorAll("header nav a")) {
    if (link.getAttribute("href") === `#${view.id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) return;
  const heading = target && target !== view ? target : view.querySelector("h1");
  if (heading === target) target?.scrollIntoView();
  else scrollTo(0, 0);
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}
