// Write a text, unless it is there already: the browser would lay the page out anew.
export const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}
