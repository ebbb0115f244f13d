// Of several pages in one document, a key that is pressed nowhere in particular is for the one that was touched last.

let touched = null

// From now on, which page that is.
export function watchTouch(root) {
  touched ??= root
  root.addEventListener("pointerdown", () => (touched = root), {capture: true})
}

// Whether a key is for the page below ``root``.
export const isFor = (root, {target}) =>
  root.contains(target) || (target === root.ownerDocument.body && touched === root)
