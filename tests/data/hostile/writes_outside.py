# expect[bubblewrap]: exception
# expect[process]: exception | PermissionError
# expect[bare]: value | 4
answer = open(f"{home}/written", "w").write("here")
