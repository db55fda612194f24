"""Requests to function URLs: who may make them, the event of payload format 2.0, the answer, and CORS."""
