# expect: exception | PermissionError
# expect[bare]: value | "connected"
import socket

with socket.create_connection(("127.0.0.1", port), timeout=0.5):
    answer = "connected"
