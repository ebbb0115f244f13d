"""What many visitors, and visitors of ill will, do to everybody else.

    python -m tests.load [--quick] [--parts attacks,crowds,drags,holds,memory] [--help]

or ``make load``, some ten minutes on an idle machine; it ends by itself. All of it stays on the loopback interface:
the server is started here, and visitors without a browser speak to it as a page does. They are played by processes
of their own, so that they do not slow the server's event loop but for the cores that all share.
"""
