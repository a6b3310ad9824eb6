"""The side of the runner that asks: server processes started, fed, ended, and never believed."""
