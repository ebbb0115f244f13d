// Keys: those of playback work wherever the focus is. A control that was reached by the keyboard keeps the keys that it
// has a use for; one that was clicked lets the focus go, so that it swallows none. In a text box all keys type.

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]

// What takes text.
const TYPED = "input:not([type]), input[type=text], input[type=search], input[type=number], textarea, [contenteditable]"

// The keys that controls have a use for.
const OWN = [
  ["input[type=radio]", [" ", ...ARROWS]],
  ["input[type=checkbox], button, summary, [role=button], [role=option]", [" "]],
  ["input[type=range]", [...ARROWS, "Home", "End"]],
  // Letters and digits choose there as well.
  ["select"],
]

// Where a pointer may open more to choose from: these close, or do not, by themselves.
const STAYS = `${TYPED}, dialog *, [popover] *`

let touched = null

// acts(key, shift, code): what a key does, if anything, as a function; code is where it is on the keyboard.
export function bindKeys(root, acts) {
  touched ??= root
  root.addEventListener("pointerdown", () => (touched = root), {capture: true})
  // What was clicked and still has the focus: for a moment, or a select for longer, since nothing tells when its list
  // is closed.
  let clicked = null
  root.addEventListener("pointerdown", ({target}) => {
    const at = target.closest("label, input, select, button, summary")
    clicked = at?.control ?? at
  })
  root.addEventListener("focusout", ({target}) => target === clicked && (clicked = null))
  for (const type of ["pointerup", "click"]) {
    root.addEventListener(type, ({detail, pointerType}) => {
      // A click without either is one of the keyboard's.
      if (type !== "pointerup" && detail === 0 && !pointerType) return
      // What gets the focus in that moment, by a key or by what the click does, keeps it.
      const had = [document.activeElement, clicked]
      setTimeout(() => had.includes(document.activeElement) && letGo(root))
    })
  }
  document.addEventListener("keydown", (event) => {
    const {target, key, shiftKey, code} = event
    // Of several pages in one document, a key is for the one that was touched last.
    if (!(root.contains(target) || (target === document.body && touched === root))) return
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
    if (root.querySelector("dialog[open]")) return
    if (target.matches(TYPED)) {
      if (key === "Enter" && target.matches("input")) target.blur()
      return
    }
    const own = target !== clicked && OWN.some(([of, keys]) => target.matches(of) && (keys?.includes(key) ?? true))
    const act = own ? undefined : acts(key, shiftKey, code)
    if (!act) return
    event.preventDefault()
    act()
  })
}

// After the click has done what it does.
function letGo(root) {
  const {activeElement} = document
  if (root.contains(activeElement) && !activeElement.matches(`select, ${STAYS}`)) activeElement.blur()
}

// What the keys of playback do; choose(n): the n-th racer is chosen, or, by 0, none.
export function playbackKeys(playback, choose) {
  return (key, shift, code) => {
    const far = shift ? 10 : 1
    if (/^\d$/.test(key)) return () => choose(Number(key))
    // With Shift a digit is another character, on most keyboards.
    const tenth = shift && /^Digit(\d)$/.exec(code)
    if (tenth) return () => playback.seek(Math.round((playback.steps * Number(tenth[1])) / 10))
    return {
      " ": () => playback.toggle(),
      ArrowLeft: () => playback.nudge(-far),
      ArrowRight: () => playback.nudge(far),
      Home: () => playback.nudge(-Infinity),
      End: () => playback.nudge(Infinity),
    }[key]
  }
}
