// When a browser has nothing more urgent to do.

// Call ``react`` when nothing is to be done, or after ``most`` milliseconds, with how many there are until there is again.
// Browsers that do not say so have had a frame to do the rest in.
export function whenIdle(react, most) {
  if ("requestIdleCallback" in self) requestIdleCallback((idle) => react(idle.timeRemaining()), {timeout: most})
  else setTimeout(() => react(0), 20)
}
