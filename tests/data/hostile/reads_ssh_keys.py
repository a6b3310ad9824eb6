# expect[bubblewrap]: exception | FileNotFoundError
# expect[process]: value | "secret"
answer = open(f"{home}/.ssh/id_ed25519").read()
