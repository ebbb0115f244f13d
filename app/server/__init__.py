"""What stands between the network and the page: who is let in, what is read, what is answered and what is logged."""
