// A relief is turned by mouse, fingers and keys.
//
// The page scrolls as it does everywhere: by the wheel alone, and by a finger up and down. A finger sideways turns; two
// turn, tilt and zoom.

// Radians for a pixel, and for a press of a key; how much a press zooms, and a pixel of the wheel, as a power of two.
const [PIXEL, PRESS, STEP, WHEEL, NOTCH] = [0.008, Math.PI / 24, 1.25, 0.01, 0.5]

// hands: turn(yaw, pitch), in radians, and zoom(factor, at), with ``at`` in pixels from the middle, right and up.
export function bindTurning(element, hands) {
  element.style.touchAction = "pan-y"
  const held = new Map()
  const place = ({clientX, clientY}) => {
    const {left, top, width, height} = element.getBoundingClientRect()
    return [clientX - left - width / 2, top + height / 2 - clientY]
  }
  const centre = () => {
    const all = [...held.values()]
    const middle = [0, 1].map((axis) => all.reduce((sum, each) => sum + each[axis], 0) / all.length)
    return {middle, apart: all.length > 1 ? Math.hypot(all[0][0] - all[1][0], all[0][1] - all[1][1]) : 0}
  }
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return
    held.set(event.pointerId, place(event))
    element.setPointerCapture(event.pointerId)
  })
  element.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return
    const before = centre()
    held.set(event.pointerId, place(event))
    const now = centre()
    const [across, up] = [0, 1].map((axis) => -PIXEL * (now.middle[axis] - before.middle[axis]))
    // Before the browser scrolls by a finger, it has told of its first pixels.
    hands.turn(across, event.pointerType === "mouse" || held.size > 1 ? up : 0)
    if (before.apart > 0 && now.apart > 0) hands.zoom(now.apart / before.apart, now.middle)
  })
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    element.addEventListener(type, (event) => held.delete(event.pointerId))
  }
  // Two fingers are ours, unless the page still scrolls: the browser would scroll with them.
  for (const type of ["touchstart", "touchmove"]) {
    const mine = (event) => event.targetTouches.length > 1 && event.cancelable && event.preventDefault()
    element.addEventListener(type, mine, {passive: false})
  }
  element.addEventListener("wheel", (event) => {
    // A pinch on a touchpad comes as a wheel with Ctrl.
    if (!(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    const pixels = event.deltaY * [1, 16, 100][event.deltaMode]
    hands.zoom(2 ** -Math.max(-NOTCH, Math.min(pixels * WHEEL, NOTCH)), place(event))
  }, {passive: false})
  element.addEventListener("keydown", (event) => {
    const act = keyed(event, hands)
    if (!act) return
    // Elsewhere these are the playhead's, or the map's.
    event.preventDefault()
    event.stopPropagation()
    act()
  })
}

function keyed({key, shiftKey, altKey, ctrlKey, metaKey}, {turn, zoom}) {
  if (altKey || ctrlKey || metaKey) return undefined
  if (key === "+" || key === "=") return () => zoom(STEP)
  if (key === "-") return () => zoom(1 / STEP)
  const turns = {ArrowLeft: [PRESS, 0], ArrowRight: [-PRESS, 0], ArrowUp: [0, PRESS], ArrowDown: [0, -PRESS]}[key]
  return shiftKey && turns ? () => turn(...turns) : undefined
}
