// Requests to the server: one under way at a time, so that a dragged slider never queues up behind itself.

export class Wire {
  constructor(model, onReply) {
    this.model = model
    this.waiting = {}
    this.asked = 0
    this.busy = false
    model.properties.reply.change.connect(() => {
      if (model.reply.id === this.asked) this.busy = false
      onReply(model.reply)
      this.send()
    })
  }

  change(changes) {
    Object.assign(this.waiting, changes)
    this.send()
  }

  send() {
    if (this.busy || Object.keys(this.waiting).length === 0) return
    this.busy = true
    this.asked += 1
    const changes = this.waiting
    this.waiting = {}
    this.model.request = {id: this.asked, changes}
  }
}
