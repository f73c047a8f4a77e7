// What the Studio's scripts say in English only, or not as we would.
// Never served: `make messages` reads it, see __init__.py.
gettext("(%(number)s new items in this menu)");
gettext("(1 new item in this menu)");
gettext("(New)");
ngettext("%(num)s error", "%(num)s errors", 1);
ngettext("%(num)s min", "%(num)s mins", 1);
ngettext("%(num)s pixel", "%(num)s pixels", 1);
gettext("%(time_zone_option)s: %(localized_time_zone_label)s");
gettext("A network error occurred.");
gettext("A server error occurred.");
gettext("Autosave in progress…");
gettext("Blocks");
gettext("Changes have been autosaved.");
gettext("Complex");
gettext("Error while sending preview data.");
gettext("Fair");
gettext("Good");
gettext("Insert a block");
gettext("Split block");
gettext("Write something or type ‘/’ to insert a block");
gettext("Are you sure?");
gettext("Enter your comments...");
gettext("Enter your reply...");
gettext("Add a comment");
gettext("Comment");
gettext("Focus comment");
gettext("Unfocus comment");
