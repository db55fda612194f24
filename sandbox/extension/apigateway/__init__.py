"""API Gateway's first version: REST APIs with all of their parts, usage plans, API keys, and what stages serve.

Plain moto keeps most of it and refuses little: it patches by guess, deploys nothing, and lists without pages; so the whole
of it is kept here, in the words of the wire. Domain names are those of the second version, as on AWS.
"""
