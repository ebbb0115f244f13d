// The schedule in small: η's factor over the race, with the playhead.

const [WIDTH, HEIGHT] = [240, 44]

export function bindSchedule(svg) {
  const line = svg.querySelector("polyline")
  const playhead = svg.querySelector("line")
  const said = svg.parentNode.querySelector("output")
  let race

  return {
    setRace(next) {
      race = next
      // A step a pixel is all that can be seen.
      const stride = Math.max(1, Math.floor(race.steps / WIDTH))
      const points = []
      for (let t = 0; t <= race.steps; t += stride) {
        const x = race.steps ? (t / race.steps) * WIDTH : 0
        points.push(`${x.toFixed(1)},${((1 - race.factors[t]) * (HEIGHT - 4) + 2).toFixed(1)}`)
      }
      line.setAttribute("points", points.join(" "))
    },
    show(t) {
      const x = race.steps ? (t / race.steps) * WIDTH : 0
      playhead.setAttribute("x1", x)
      playhead.setAttribute("x2", x)
      const text = `${Number(race.factors[t].toPrecision(3))} η`
      if (said.textContent !== text) said.textContent = text
    },
  }
}
