# expect: exception | gaierror
import socket

answer = socket.getaddrinfo("example.org", 80)[0][4][0]
