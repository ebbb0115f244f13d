// All racers on one map: the race itself, of which there is nothing more to ask.

import {View} from "./view.js"

export default class Overlay extends View {}
