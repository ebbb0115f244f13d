// @ts-check
// Where a page is at home, and how its address holds a state: behind a question mark, or in a file of its own, which no
// server reads, behind a hash.

import {linkTo} from "./links.js"

// What makes a query an address of the page at ``href``; empty where that is no address, as in a frame whose text stands
// in the page around it.
/** @param {string} href @param {boolean} alone @returns {(query: Record<string, string | undefined>) => string} */
export function homeAt(href, alone) {
  const [page] = href.split(alone ? "#" : /[?#]/)
  if (!/^(https?|file):/.test(href)) return () => ""
  return (query) => linkTo(page, query, alone ? "#" : "?")
}

// The same of the page below ``root``.
/** @param {HTMLElement} root */
export const homeOf = (root) => homeAt(location.href, root.dataset.alone === "1")
