// Requests to the server: one under way at a time, so that a dragged slider never queues up behind itself.

// What a reply says, with its numbers.
export function told({words, numbers, spread, ...more}) {
  const said = JSON.parse(words)
  const rows = said.race.steps + 1
  const lanes = said.race.racers.length * rows
  let offset = numbers.byteOffset
  const [exact, drawn, factors] = [
    [Float64Array, 3 * lanes],
    [Float32Array, 4 * lanes],
    [Float32Array, rows],
  ].map(([type, length]) => {
    const array = new type(numbers.buffer, offset, length)
    offset += array.byteLength
    return array
  })
  return {...more, ...said, race: {...said.race, exact, drawn, factors, spread}}
}

export class Wire {
  // onReply: the answer to a request; onSpace: what takes the server longer, as it comes.
  constructor(model, onReply, onSpace) {
    this.model = model
    this.waiting = {}
    this.actions = []
    this.asked = 0
    this.busy = false
    model.properties.reply.change.connect(() => {
      if (model.reply.id === this.asked) this.busy = false
      onReply(told(model.reply))
      this.send()
    })
    model.properties.space.change.connect(() => onSpace(model.space))
  }

  change(changes) {
    Object.assign(this.waiting, changes)
    this.send()
  }

  act(action) {
    this.actions.push(action)
    this.send()
  }

  send() {
    const changed = Object.keys(this.waiting).length > 0
    if (this.busy || !(changed || this.actions.length)) return
    this.busy = true
    this.asked += 1
    const request = {id: this.asked, changes: this.waiting}
    if (this.actions.length) request.do = this.actions.shift()
    this.waiting = {}
    this.model.request = request
  }
}
