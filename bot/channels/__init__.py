"""The doors: each turns a platform's updates into Inbound and sends Outbound."""
