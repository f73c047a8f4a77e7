"""Every URL, one line an app; an app says its own paths in full."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView, TemplateView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as studio_urls
from wagtail.documents import urls as document_urls

from lms.kernel import views as kernel

#: Where an account is looked after: never in the Studio.
to_account = RedirectView.as_view(pattern_name="account_change_password")

#: Whoever forgot their password asks the office: most have no address of their own.
forgotten = TemplateView.as_view(template_name="account/password_reset.html")

urlpatterns = [
    path("healthz", kernel.healthz, name="healthz"),
    path("type-size/", kernel.type_size, name="type_size"),
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("account/password/reset/", forgotten, name="account_reset_password"),
    # Addresses are not looked after by their owners: an unverified one could reset a password.
    re_path(
        r"^account/(?!(login|logout|inactive|signup|reauthenticate|password/change)/$)"
        r"(?!2fa/((re)?authenticate/|totp/(de)?activate/|recovery-codes/(generate/)?)?$)"
        r"(?!2fa/webauthn/(add/|reauthenticate/|keys/\d+/(edit|remove)/)?$)"
        r"(?!sessions/)",
        kernel.absent,
    ),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("office/", include("lms.kernel.urls")),
    path("", include("mediators.urls")),
    path("", include("mediators.signin.urls")),
    path("", include("mediators.privacy.urls")),
    path("", include("mediators.rosters.urls")),
    path("", include("mediators.coverage.urls")),
    path("", include("laws.urls")),
    path("", include("courses.urls")),
    path("", include("exams.banks.urls")),
    path("", include("exams.assembly.urls")),
    path("", include("exams.delivery.urls")),
    path("", include("exams.practice.urls")),
    path("", include("exams.marking.urls")),
    path("", include("certificates.urls")),
    path("", include("incentives.urls")),
    path("", include("cms.urls")),
    path("", include("lms.api.urls")),
    # Wagtail's own doors: signing in there would skip lock-out and second factor.
    path("studio/login/", kernel.studio_door),
    path("studio/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("studio/account/", to_account),
    path("_util/login/", kernel.studio_door),
    re_path(
        r"^studio/(password_reset|users|failwhale|test404|tag-autocomplete)/",
        kernel.absent,
    ),
    path("studio/", include(studio_urls)),
    # What Wagtail offers for private pages, of which we have none.
    re_path(r"^(_util/|documents/authenticate_with_password/)", kernel.absent),
    path("", include("cms.page_urls")),
    path("documents/", include(document_urls)),
    path("", include(wagtail_urls)),
]

if settings.SERVES_MEDIA:
    # The embedded default has no web server before it that would serve site media.
    urlpatterns.insert(0, path("media/<path:path>", kernel.media))
