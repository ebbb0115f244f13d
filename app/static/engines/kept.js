// The engine of a file that holds one reply and nothing to race with.

import {unpackedText} from "../packed.js"
import {Engine} from "./engine.js"
import {decoded} from "./wire.js"

class Kept extends Engine {
  constructor(reply) {
    super()
    this.replied(reply)
  }

  send({id}) {
    queueMicrotask(() => this.replied({...this.reply, id, ground: null, notices: ["This file holds one race."]}))
  }
}

const TYPES = {float32: Float32Array, float64: Float64Array, uint8: Uint8Array}

// Arrays are written as their bytes.
function arrays(_key, value) {
  if (!value?.bytes) return value
  const bytes = Uint8Array.from(atob(value.bytes), (letter) => letter.charCodeAt(0))
  return Object.assign(new TYPES[value.dtype](bytes.buffer), {shape: value.shape})
}

export async function openKept() {
  const reply = JSON.parse(await unpackedText("reply"), arrays)
  return new Kept(decoded(reply))
}
