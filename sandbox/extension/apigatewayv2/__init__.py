"""API Gateway's second version: HTTP and WebSocket APIs with all of their parts, as they are kept.

Plain moto keeps some of the parts, changes few of them, and reads none of its lists by the page; so the whole of it is kept
here. What is kept is in the words of the wire (`routeKey`), as AWS's model names them.
"""
