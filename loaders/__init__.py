"""Files in, records out, problems named."""
