// The form: every control was generated from a Param declaration; what a visitor sets is sent as text.

// Places of a slider from end to end.
const PLACES = 200

const round = (value, digits) => Number(value.toPrecision(digits))

// Where a slider at share f (0 to 1) stands, and back.
const SCALES = {
  linear: {
    value: (f, low, high) => round(low + f * (high - low), 4),
    share: (v, low, high) => (v - low) / (high - low),
  },
  log: {
    value: (f, low, high) => round(low * (high / low) ** f, 3),
    share: (v, low, high) => Math.log(v / low) / Math.log(high / low),
  },
  // Even in the length of the memory, 1/(1 − β).
  decay: {
    value: (f, low, high) => round(1 - round((1 - low) * ((1 - high) / (1 - low)) ** f, 2), 6),
    share: (v, low, high) => Math.log((1 - v) / (1 - low)) / Math.log((1 - high) / (1 - low)),
  },
}

export function bindControls(root, onChange) {
  const numbers = []
  for (const control of root.querySelectorAll("[data-scale]")) {
    const {key, scale} = control.dataset
    const [low, high] = [Number(control.dataset.low), Number(control.dataset.high)]
    const slider = control.querySelector("input[type=range]")
    const box = control.querySelector("input[type=text]")
    if (slider) {
      slider.max = PLACES
      slider.addEventListener("input", () => {
        const value = SCALES[scale].value(Number(slider.value) / PLACES, low, high)
        box.value = control.dataset.whole ? Math.round(value) : value
        onChange({[key]: box.value})
      })
    }
    box.addEventListener("change", () => onChange({[key]: box.value.trim().replace("−", "-")}))
    numbers.push({key, slider, box, place: (v) => SCALES[scale].share(v, low, high) * PLACES})
  }
  for (const input of root.querySelectorAll("select[data-key], input[type=text][data-key]")) {
    input.addEventListener("change", () => onChange({[input.dataset.key]: input.value}))
  }
  for (const input of root.querySelectorAll("input[type=radio][data-key]")) {
    input.addEventListener("change", () => onChange({[input.dataset.key]: input.value}))
  }
  for (const input of root.querySelectorAll("input[type=checkbox][data-key]")) {
    input.addEventListener("change", () => onChange({[input.dataset.key]: input.checked ? "1" : "0"}))
  }
  const racers = [...root.querySelectorAll("input[data-racer]")]
  for (const input of racers) {
    input.addEventListener("change", () => {
      onChange({racers: racers.filter((each) => each.checked).map((each) => each.dataset.racer).join(",")})
    })
  }

  // Show the values in force, leaving alone what the visitor is busy with.
  return function show(values, start, absent) {
    const busy = document.activeElement
    const shown = {...values, x: String(start[0]), y: String(start[1])}
    for (const {key, slider, box, place} of numbers) {
      if (box !== busy && box.value !== shown[key]) box.value = shown[key]
      // A hundred sliders that are set again, to what they are, cost the browser a frame.
      if (!slider || slider.getAttribute("aria-valuetext") === shown[key]) continue
      if (slider !== busy) slider.value = place(Number(shown[key]))
      slider.setAttribute("aria-valuetext", shown[key])
    }
    for (const input of root.querySelectorAll("select[data-key]")) input.value = shown[input.dataset.key]
    for (const input of root.querySelectorAll("input[type=text][data-key]")) {
      // What was refused stays in the box, to be mended; the notice says what is in force.
      const text = shown[input.dataset.key]
      if (input.dataset.shown !== text) input.value = input.dataset.shown = text
      input.setAttribute("aria-invalid", input.value !== text)
    }
    for (const input of root.querySelectorAll("input[type=radio][data-key]")) {
      input.checked = shown[input.dataset.key] === input.value
    }
    for (const input of root.querySelectorAll("input[type=checkbox][data-key]")) {
      input.checked = shown[input.dataset.key] === "1"
    }
    const on = shown.racers.split(",")
    for (const input of racers) {
      const reason = absent[input.dataset.racer] ?? ""
      const why = document.getElementById(input.getAttribute("aria-describedby"))
      // Stays checked where it was, and races again on the next surface that allows it.
      input.checked = on.includes(input.dataset.racer)
      input.disabled = reason !== ""
      if (why.textContent !== reason) why.textContent = reason
      why.hidden = reason === ""
      input.closest(".racer").classList.toggle("off", !input.checked || input.disabled)
    }
    for (const part of root.querySelectorAll("[data-only-surface]")) {
      part.hidden = part.dataset.onlySurface !== shown.surface
    }
    for (const part of root.querySelectorAll("[data-only-shared]")) {
      part.hidden = part.dataset.onlyShared !== shown.shared
    }
  }
}
