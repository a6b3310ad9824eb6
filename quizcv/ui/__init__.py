"""Rich renderables and the terminal front ends that drive a session."""
