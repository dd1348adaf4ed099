// htmx notes the current address in this tab's storage. Answers stand in addresses: nothing of them stays behind.
sessionStorage.removeItem("htmx-current-path-for-history");
