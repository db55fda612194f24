"""Requests to APIs of API Gateway, by their ids: `Host: abc123.execute-api.us-east-1.amazonaws.com`, or a domain name of theirs."""
