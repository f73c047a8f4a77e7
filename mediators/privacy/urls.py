from django.urls import path

from mediators.privacy.views import audit, me, notice, photos, requests, retention

app_name = "privacy"
urlpatterns = [
    path("privacy/", notice.notice, name="notice"),
    path("me/notice/", notice.read, name="read"),
    # My data
    path("me/data/", me.data_page, name="data"),
    path("me/data/copy/", me.copy, name="copy"),
    path("me/data/looks/", me.looks, name="looks"),
    path("me/data/ask/", me.ask, name="ask"),
    path("me/data/requests/<uuid:uuid>/withdraw/", me.withdraw, name="withdraw"),
    path("me/data/photo/", photos.mine, name="my-photo"),
    path("me/data/photo/remove/", photos.remove_mine, name="my-photo-remove"),
    path("me/data/photo/withdraw/", photos.withdraw_mine, name="my-photo-withdraw"),
    # Photos, by consent
    path("people/<uuid:uuid>/photo.jpg", photos.photo, name="photo"),
    path("office/people/<uuid:uuid>/photo/", photos.edit, name="photo-edit"),
    path("office/people/<uuid:uuid>/photo/remove/", photos.remove, name="photo-remove"),
    path(
        "office/people/<uuid:uuid>/photo/withdraw/",
        photos.withdraw,
        name="photo-withdraw",
    ),
    # The Office: requests
    path("office/privacy/", requests.request_list, name="request-list"),
    path("office/privacy/requests/<uuid:uuid>/", requests.request, name="request"),
    path("office/privacy/requests/<uuid:uuid>/take/", requests.take, name="take-up"),
    path("office/privacy/requests/<uuid:uuid>/answer/", requests.answer, name="answer"),
    path(
        "office/privacy/requests/<uuid:uuid>/propose/",
        requests.propose,
        name="propose-erasure",
    ),
    path("office/privacy/requests/<uuid:uuid>/erase/", requests.erase, name="erase"),
    # The Office: the notice, and how long things are kept
    path("office/privacy/notice/", notice.notice_office, name="notice-office"),
    path("office/privacy/notice/new/", notice.notice_new, name="notice-new"),
    path("office/privacy/consent/new/", notice.consent_new, name="consent-new"),
    path("office/privacy/retention/", retention.rules, name="retention"),
    path("office/privacy/retention/periods/", retention.periods, name="periods"),
    path("office/privacy/retention/<slug:kind>/", retention.rule_set, name="rule-set"),
    path("office/privacy/retention/<slug:kind>/end/", retention.end, name="rule-end"),
    path(
        "office/privacy/retention/<slug:kind>/apply/",
        retention.apply,
        name="rule-apply",
    ),
    # The Office: the log
    path("office/audit/", audit.entry_list, name="audit"),
    path("office/audit/export/", audit.export, name="audit-export"),
    path("office/audit/<int:pk>/", audit.entry, name="audit-entry"),
]
