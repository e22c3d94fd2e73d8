// The script of the one file: says when the copy is old, and finds paragraphs. Nothing leaves the page.
(() => {
  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const old = byId("book_old");
  const days = (Date.now() - Date.parse(old.dataset.made ?? "")) / 86400000;
  old.hidden = days <= 15 && days > -2;

  // Without case, accents and the Turkish and Greek letters that have two small forms.
  const plain = (/** @type {string} */ words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i").replace(/ς/g, "σ").replace(/[‘’ʼ]/g, "'").replace(/\s+/g, " ");
  const wordsOf = (/** @type {Element} */ block) => {
    const copy = /** @type {Element} */ (block.cloneNode(true));
    for (const folded of copy.querySelectorAll(".folded")) folded.remove();
    return plain(copy.textContent ?? "");
  };
  const chapters = [...document.querySelectorAll("main > section")].map((section) => ({
    section: /** @type {HTMLElement} */ (section),
    parts: [...section.querySelectorAll(".block, dt, main > section > .note")].map((part) => ({
      shown: part.tagName === "DT" ? [part, /** @type {Element} */ (part.nextElementSibling)] : [part.closest("li") ?? part],
      words: wordsOf(part) + (part.tagName === "DT" ? " " + wordsOf(/** @type {Element} */ (part.nextElementSibling)) : ""),
    })),
  }));
  const [form, input, found] = [byId("book_search"), /** @type {HTMLInputElement} */ (byId("book_words")), byId("book_found")];
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const wanted = plain(input.value).split(" ").filter((word) => word.length > 0);
    let count = 0;
    for (const chapter of chapters) {
      let here = 0;
      for (const part of chapter.parts) {
        const fits = wanted.every((word) => part.words.includes(word));
        if (fits) here++;
        for (const element of part.shown) /** @type {HTMLElement} */ (element).hidden = !fits;
      }
      chapter.section.hidden = wanted.length > 0 && here === 0;
      count += here;
    }
    found.textContent = wanted.length === 0 ? "" : count === 0 ? found.dataset.none ?? "" : (found.dataset.found ?? "").replace("{count}", String(count));
  });
})();
