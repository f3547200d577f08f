/** Shows what the address asks for as soon as the data is there; the overview needs none. */
async function start() {
  if (matchMedia("(max-width: 44rem)").matches) byId("filters").querySelector("details")?.removeAttribute("open");
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // its address would lead to another view
    byId("main").focus();
  });
  showView(currentRoute().name, false);
  addEventListener("hashchange", () => showView(currentRoute().name, true));
  await new Promise((done) => setTimeout(done)); // lets the browser paint first
  const index = await loadIndex();
  const quotes = quotesView(index);
  const reader = readerView(index);
  documentsView(index);
  quotes.ask(new URLSearchParams());

  async function follow() {
    const { name, query } = currentRoute();
    if (name === "quotes") quotes.ask(query);
    if (name === "document") await reader.open(query.get("id") ?? "", query.get("quote"));
  }
  /** @param {HashChangeEvent} event */
  function remember(event) {
    const before = new URL(event.oldURL).hash;
    if (/^#(quotes|documents)\b/.test(before)) reader.back(before);
  }
  addEventListener("hashchange", (event) => {
    remember(event);
    void follow();
  });
  await follow();
  document.documentElement.dataset.ready = "";
}

start().catch((error) => {
  const told = `This browser could not unpack the data of the page (${error}). One from 2023 or later can.`;
  byId("main").prepend(element("p", { class: "note warning", role: "alert" }, told));
});
