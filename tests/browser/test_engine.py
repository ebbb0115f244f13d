"""What every engine owes the page, on one that answers at once and one that lets it wait."""

from __future__ import annotations

#: An engine in the page that notes its requests, and is answered by hand.
BY_HAND = """(async () => {
  const {Engine} = await import(new URL("app/static/engines/engine.js", document.baseURI))
  class ByHand extends Engine {
    requests = []
    send(request) { this.requests.push(request) }
  }
  const engine = new ByHand(), heard = []
  engine.listen({reply: ({id}) => heard.push(`reply ${id}`), answer: ({kind}) => heard.push(kind)})
  engine.listen({lost: (text) => heard.push(text)})
  %s
  return {requests: engine.requests, heard, reply: engine.reply?.id ?? null}
})()"""


def test_one_request_is_under_way_and_what_is_asked_meanwhile_goes_together(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({a: "1"}); engine.ask({a: "2"}); engine.ask({b: "3"})
  engine.replied({id: 1})
  engine.replied({id: 2})
  engine.ask({c: "4"})
"""
    )
    assert [request["changes"] for request in found["requests"]] == [{"a": "1"}, {"a": "2", "b": "3"}, {"c": "4"}]
    assert [request["id"] for request in found["requests"]] == [1, 2, 3]
    assert found["heard"] == ["reply 1", "reply 2"] and found["reply"] == 2


def test_actions_go_one_at_a_time_and_a_foreign_reply_answers_nothing(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({}, "tune"); engine.ask({}, "stop tuning"); engine.ask({})
  engine.replied({id: 7})
  engine.replied({id: 1})
  engine.answered({kind: "tune"})
  engine.lost("gone")
"""
    )
    assert [request.get("do") for request in found["requests"]] == ["tune", "stop tuning"]
    assert found["heard"] == ["reply 7", "reply 1", "tune", "gone"]


def test_an_engine_must_say_how_it_sends(visit):
    said = visit("racers=sgd").run(
        """import(new URL("app/static/engines/engine.js", document.baseURI)).then(({Engine}) => {
          try { new Engine().ask({a: "1"}) } catch (error) { return error.message }
        })"""
    )
    assert said == "An engine must say how it sends a request"
