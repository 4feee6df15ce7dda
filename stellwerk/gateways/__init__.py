"""The outside world: mail servers, the typesetter, files of other authorities."""
