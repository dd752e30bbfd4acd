#include <curl/curl.h>

// libcurl sets and tells options by functions of any number of arguments, which Swift cannot call.

typedef size_t (*curl_taker)(char *bytes, size_t size, size_t count, void *taker);

static inline CURLcode curl_set_number(CURL *handle, CURLoption option, long value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode curl_set_taker(CURL *handle, CURLoption option, curl_taker taker) {
  return (curl_easy_setopt)(handle, option, taker);
}

// Of a multi handle: who hears which sockets it waits for, and when it wants to be asked.
static inline CURLMcode curl_multi_set_watchers(
    CURLM *multi, curl_socket_callback sockets, curl_multi_timer_callback timer, void *own) {
  CURLMcode code = (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, sockets);
  if (code == CURLM_OK) code = (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, own);
  if (code == CURLM_OK) code = (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, timer);
  if (code == CURLM_OK) code = (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, own);
  return code;
}

static inline CURLcode curl_get_text(CURL *handle, CURLINFO info, char **value) {
  return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode curl_get_time(CURL *handle, CURLINFO info, curl_off_t *value) {
  return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode curl_get_number(CURL *handle, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(handle, info, value);
}

// What became of a transfer: the union of a message has no name in Swift that says which member.
static inline CURLcode curl_message_result(const CURLMsg *message) { return message->data.result; }
