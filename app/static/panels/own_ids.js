// Pages that stand in one document: labels, descriptions and menus go by ids, and choices by names, which each
// page must have for itself.

let mounted = 0

// The first page keeps its ids; those of a later one get its number.
export function ownIds(root) {
  mounted += 1
  if (mounted === 1) return
  const own = (id) => `${id}~${mounted}`
  // Markers and icons are the same wherever they are found.
  for (const element of root.querySelectorAll("[id]:not(symbol)")) element.id = own(element.id)
  for (const name of ["for", "aria-describedby", "aria-labelledby", "popovertarget", "name"]) {
    for (const element of root.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, own(element.getAttribute(name)))
    }
  }
}
