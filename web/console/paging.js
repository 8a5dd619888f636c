import {button, make} from "./dom.js";

/**
 * A list that grows page by page. read(before) gives {rows, hasMore}; idOf(row) is what the next page begins behind. reload() begins
 * again with the first page; `isFirst` tells whether that is all that is shown.
 */
export function paged(visit, table, read, idOf) {
  let last;
  const more = button("More", () => visit.attempt(next), {hidden: true});
  const list = {
    element: make("div", {}, table.element, make("p", {class: "actions"}, more)),
    isFirst: true,
    async reload() {
      const {rows, hasMore} = await read(undefined);
      table.fill(rows);
      list.isFirst = true;
      show(rows, hasMore);
    },
  };

  async function next() {
    const {rows, hasMore} = await read(last);
    table.append(rows);
    list.isFirst = false;
    show(rows, hasMore);
    if (!hasMore) table.element.focus(); // the button goes
  }

  function show(rows, hasMore) {
    last = rows.length ? idOf(rows.at(-1)) : undefined;
    more.hidden = !hasMore;
  }

  return list;
}
