// Where a page is at home.

import {homeAt} from "../model/links.js"

// What makes a query an address of the page below ``root``; empty where the page has none.
export const homeOf = (root) => homeAt(location.href, root.dataset.alone === "1")
