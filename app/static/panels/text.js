// Write a text, unless it is there already: the browser would lay the page out anew.

import {sourceOf} from "./language.js"

export const put = (element, text) => {
  if (sourceOf(element) !== text) element.textContent = text
}
