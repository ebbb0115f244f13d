// One session with the server, over one websocket, until that is closed for whatever reason.

import {closing, socketUrl} from "./entrance.js"

// Milliseconds in which a session is there.
const PATIENCE = 20_000

export class Session {
  // Join the session that the server has begun, or will, under this token; a Trouble if there is none.
  static async join(token, query) {
    const {ClientConnection} = Bokeh.require("client/connection")
    const connection = new ClientConnection(socketUrl(), token, query)
    // It would try the same token again, which opens nothing a second time.
    connection._schedule_reconnect = () => {}
    const opening = connection.connect()
    const {socket} = connection
    const closed = new Promise((resolve) => socket.addEventListener("close", (event) => resolve(closing(event))))
    const late = setTimeout(() => socket.close(), PATIENCE)
    try {
      return new Session(connection, socket, (await opening).document, closed)
    } catch {
      connection.closed_permanently = true
      socket.close()
      throw await closed
    } finally {
      clearTimeout(late)
    }
  }

  constructor(connection, socket, document, closed) {
    Object.assign(this, {connection, socket, closed})
    // The server's end: class Wire of app/page.py.
    this.model = document.get_model_by_name("wire")
  }

  // The server begins with what takes longer once somebody is there to see it, a dear race too.
  begin() {
    this.model.document.notify_idle(this.model)
  }

  // Have the server answer anything.
  ping() {
    if (this.socket.readyState === WebSocket.OPEN) this.connection.session.request_server_info().catch(() => {})
  }

  onMessage(react) {
    this.socket.addEventListener("message", react)
  }

  // Nothing of it is wanted any more.
  leave() {
    this.connection.close()
  }
}
