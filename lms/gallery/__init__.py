"""The living example of every component in every state; routed in development only."""
