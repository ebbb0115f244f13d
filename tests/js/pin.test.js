// A race that is pinned, as text.

import {assert} from "./assert.js"
import {pinOf} from "../../app/static/model/pin.js"

Deno.test("what is of the race is kept, and nothing else", () => {
  const query = {
    ...{v: "1", surface: "beale", x: "2", view: "side", theme: "dark", pin: "racers=sgd", heat: "sgd", trials: "3"},
    ...{
      racers: "sgd,adam",
      "adam.lr": "0.2",
      "lion.lr": "1",
      "recipe.schedule": "cosine, warm restarts",
      "ravine.kappa": "3",
    },
  }
  const text = pinOf({racers: "sgd,adam"}, query)
  assert.equal(text, "racers=sgd,adam&x=2&adam.lr=0.2&recipe.schedule=cosine,+warm+restarts")
})

Deno.test("what is one for all racers is of the race", () => {
  const query = {steps: "9", x: "1", y: "2", shared: "1", lr: "0.1", step: "5", speed: "2"}
  assert.equal(pinOf({racers: "sgd"}, query), "racers=sgd&steps=9&x=1&y=2&shared=1&lr=0.1")
})

Deno.test("who races is said of a race of defaults too", () => {
  assert.equal(pinOf({racers: "sgd"}, {}), "racers=sgd")
  assert.equal(pinOf({racers: ""}, {}), "racers=")
})
