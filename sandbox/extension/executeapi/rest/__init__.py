"""Requests to REST APIs: `Host: abc123.execute-api.us-east-1.amazonaws.com`, and the stage is where the path begins."""
