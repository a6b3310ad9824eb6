# expect[bubblewrap]: exception | FileNotFoundError
# expect[process]: value | true
answer = len(open("/etc/passwd").read()) > 0
