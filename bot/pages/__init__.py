"""Public pages: templates and files shared by the web chat, the guide pages and the console."""
