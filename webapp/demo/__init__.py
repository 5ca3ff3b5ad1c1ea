"""The demo newspaper: stories and letters written for this project, pictures drawn by it."""
