/*
 * A PKCS#11 library (v2.40) that wraps a real one and behaves as badly as an HSM can.
 *
 * Each use has a copy of the library. The files that control it and that it writes are beside the
 * copy, named after it:
 *
 *   X.control  read again at each call, always replaced as a whole. One directive a line, the library
 *              after its settings:
 *                library PATH                        the real library, loaded at C_Initialize
 *                environment NAME VALUE              set before the real library is loaded
 *                parameters TEXT                     the real library's pReserved
 *                luna-kwp                            AES-KWP has Luna's code only
 *                luna-fips-rsa                       RSA pairs have Luna's codes of FIPS 186-3 only
 *                luna                                manufacturer and model are those of a Luna
 *                without CODE                        the list of mechanisms lacks this one, in hex
 *                memory FREE TOTAL                   bytes for private objects, as reported
 *                pin EPOCH ACCEPTED REAL             in hex: the PIN that is right, and that of the real
 *                                                    token; another epoch logs everybody out
 *                answer ID CALL WHEN FROM TIMES CODE
 *                delay ID CALL WHEN FROM TIMES MILLISECONDS
 *                hang ID CALL WHEN FROM TIMES 0      until the directive is gone
 *              CALL is the name of a function or *, WHEN is before or after the real call, FROM counts
 *              the calls from 1 on, TIMES 0 is forever, CODE is in hex.
 *   X.state    what survives a process: wrong PINs, and how many calls each directive has seen.
 *   X.log      "PID NUMBER CALL CODE WORD" for each call when it ends. WORD is
 *                forwarded  the real library's answer
 *                instead    the configured answer; the real library was not called
 *                lost       the configured answer; the real library was called
 *                refused    the answer of this library in place of an HSM: PIN, login, stale handle
 *              and "PID NUMBER CALL held" when a call begins to hang. Arguments are never written: they
 *              are PINs and keys.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* ---- The parts of PKCS#11 v2.40 in use ------------------------------------------------------- */

typedef unsigned char CK_BYTE;
typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef CK_ULONG CK_HANDLE;

typedef struct { CK_BYTE major, minor; } CK_VERSION;
typedef struct { CK_ULONG type; void *parameter; CK_ULONG parameter_length; } CK_MECHANISM;
typedef struct { CK_ULONG slot, state, flags, device_error; } CK_SESSION_INFO;
typedef struct {
  CK_BYTE texts[32 + 32 + 16 + 16];
  CK_ULONG flags, most_sessions, sessions, most_rw_sessions, rw_sessions, longest_pin, shortest_pin;
  CK_ULONG total_public, free_public, total_private, free_private;
} CK_TOKEN_INFO; /* its start */

enum {
  CKR_OK = 0,
  CKR_GENERAL_ERROR = 0x05,
  CKR_MECHANISM_INVALID = 0x70,
  CKR_OBJECT_HANDLE_INVALID = 0x82,
  CKR_PIN_INCORRECT = 0xA0,
  CKR_PIN_LOCKED = 0xA4,
  CKR_SESSION_HANDLE_INVALID = 0xB3,
  CKR_USER_ALREADY_LOGGED_IN = 0x100,
  CKR_USER_NOT_LOGGED_IN = 0x101,
  CKR_BUFFER_TOO_SMALL = 0x150,
  CKR_CRYPTOKI_NOT_INITIALIZED = 0x190,

  CKU_USER = 1,
  CKS_RO_USER_FUNCTIONS = 1,
  CKS_RW_USER_FUNCTIONS = 3,
  CKF_OS_LOCKING_OK = 0x2,
  CKF_SERIAL_SESSION = 0x4,
  CKF_USER_PIN_COUNT_LOW = 0x10000,
  CKF_USER_PIN_FINAL_TRY = 0x20000,
  CKF_USER_PIN_LOCKED = 0x40000,

  CKM_RSA_AES_KEY_WRAP = 0x1054,
  CKM_AES_KEY_WRAP = 0x2109,
  CKM_AES_KEY_WRAP_PAD = 0x210A,
  CKM_AES_KEY_WRAP_KWP = 0x210B,
};
#define LUNA_AES_KWP 0x80000171UL
#define CKM_RSA_PKCS_KEY_PAIR_GEN 0x0UL
#define LUNA_RSA_FIPS_AUX_PRIME 0x80000142UL
#define LUNA_RSA_FIPS_PRIME 0x80000143UL

/* Every function in the order of CK_FUNCTION_LIST. What is only passed on is a void pointer. */
#define FUNCTIONS(F)                                                                               \
  F(C_Initialize, (void *arguments))                                                               \
  F(C_Finalize, (void *reserved))                                                                  \
  F(C_GetInfo, (void *info))                                                                       \
  F(C_GetFunctionList, (struct functions **list))                                                  \
  F(C_GetSlotList, (CK_BYTE present, CK_ULONG *slots, CK_ULONG *count))                            \
  F(C_GetSlotInfo, (CK_ULONG slot, void *info))                                                    \
  F(C_GetTokenInfo, (CK_ULONG slot, CK_TOKEN_INFO *info))                                          \
  F(C_GetMechanismList, (CK_ULONG slot, CK_ULONG *types, CK_ULONG *count))                         \
  F(C_GetMechanismInfo, (CK_ULONG slot, CK_ULONG type, void *info))                                \
  F(C_InitToken, (CK_ULONG slot, CK_BYTE *pin, CK_ULONG length, CK_BYTE *label))                   \
  F(C_InitPIN, (CK_HANDLE session, CK_BYTE *pin, CK_ULONG length))                                 \
  F(C_SetPIN, (CK_HANDLE session, CK_BYTE *old, CK_ULONG old_length, CK_BYTE *new,                 \
               CK_ULONG new_length))                                                               \
  F(C_OpenSession, (CK_ULONG slot, CK_ULONG flags, void *application, void *notify,                \
                    CK_HANDLE *session))                                                           \
  F(C_CloseSession, (CK_HANDLE session))                                                           \
  F(C_CloseAllSessions, (CK_ULONG slot))                                                           \
  F(C_GetSessionInfo, (CK_HANDLE session, CK_SESSION_INFO *info))                                  \
  F(C_GetOperationState, (CK_HANDLE session, CK_BYTE *state, CK_ULONG *length))                    \
  F(C_SetOperationState, (CK_HANDLE session, CK_BYTE *state, CK_ULONG length, CK_HANDLE encryption, \
                          CK_HANDLE authentication))                                               \
  F(C_Login, (CK_HANDLE session, CK_ULONG user, CK_BYTE *pin, CK_ULONG length))                    \
  F(C_Logout, (CK_HANDLE session))                                                                 \
  F(C_CreateObject, (CK_HANDLE session, void *template, CK_ULONG count, CK_HANDLE *object))        \
  F(C_CopyObject, (CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count,            \
                   CK_HANDLE *copy))                                                               \
  F(C_DestroyObject, (CK_HANDLE session, CK_HANDLE object))                                        \
  F(C_GetObjectSize, (CK_HANDLE session, CK_HANDLE object, CK_ULONG *size))                        \
  F(C_GetAttributeValue, (CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count))    \
  F(C_SetAttributeValue, (CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count))    \
  F(C_FindObjectsInit, (CK_HANDLE session, void *template, CK_ULONG count))                        \
  F(C_FindObjects, (CK_HANDLE session, CK_HANDLE *objects, CK_ULONG most, CK_ULONG *count))        \
  F(C_FindObjectsFinal, (CK_HANDLE session))                                                       \
  F(C_EncryptInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))                    \
  F(C_Encrypt, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out, CK_ULONG *out_length)) \
  F(C_EncryptUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,               \
                      CK_ULONG *out_length))                                                       \
  F(C_EncryptFinal, (CK_HANDLE session, CK_BYTE *out, CK_ULONG *out_length))                       \
  F(C_DecryptInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))                    \
  F(C_Decrypt, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out, CK_ULONG *out_length)) \
  F(C_DecryptUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,               \
                      CK_ULONG *out_length))                                                       \
  F(C_DecryptFinal, (CK_HANDLE session, CK_BYTE *out, CK_ULONG *out_length))                       \
  F(C_DigestInit, (CK_HANDLE session, CK_MECHANISM *mechanism))                                    \
  F(C_Digest, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out, CK_ULONG *out_length)) \
  F(C_DigestUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length))                             \
  F(C_DigestKey, (CK_HANDLE session, CK_HANDLE key))                                               \
  F(C_DigestFinal, (CK_HANDLE session, CK_BYTE *out, CK_ULONG *out_length))                        \
  F(C_SignInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))                       \
  F(C_Sign, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out, CK_ULONG *out_length)) \
  F(C_SignUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length))                               \
  F(C_SignFinal, (CK_HANDLE session, CK_BYTE *out, CK_ULONG *out_length))                          \
  F(C_SignRecoverInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))                \
  F(C_SignRecover, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,                 \
                    CK_ULONG *out_length))                                                         \
  F(C_VerifyInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))                     \
  F(C_Verify, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *signature,                \
               CK_ULONG signature_length))                                                         \
  F(C_VerifyUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length))                             \
  F(C_VerifyFinal, (CK_HANDLE session, CK_BYTE *signature, CK_ULONG length))                       \
  F(C_VerifyRecoverInit, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key))              \
  F(C_VerifyRecover, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,               \
                      CK_ULONG *out_length))                                                       \
  F(C_DigestEncryptUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,         \
                            CK_ULONG *out_length))                                                 \
  F(C_DecryptDigestUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,         \
                            CK_ULONG *out_length))                                                 \
  F(C_SignEncryptUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,           \
                          CK_ULONG *out_length))                                                   \
  F(C_DecryptVerifyUpdate, (CK_HANDLE session, CK_BYTE *in, CK_ULONG length, CK_BYTE *out,         \
                            CK_ULONG *out_length))                                                 \
  F(C_GenerateKey, (CK_HANDLE session, CK_MECHANISM *mechanism, void *template, CK_ULONG count,    \
                    CK_HANDLE *key))                                                               \
  F(C_GenerateKeyPair, (CK_HANDLE session, CK_MECHANISM *mechanism, void *public_template,         \
                        CK_ULONG public_count, void *private_template, CK_ULONG private_count,     \
                        CK_HANDLE *public_key, CK_HANDLE *private_key))                            \
  F(C_WrapKey, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE wrapping_key, CK_HANDLE key, \
                CK_BYTE *wrapped, CK_ULONG *length))                                               \
  F(C_UnwrapKey, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE unwrapping_key,            \
                  CK_BYTE *wrapped, CK_ULONG length, void *template, CK_ULONG count,               \
                  CK_HANDLE *key))                                                                 \
  F(C_DeriveKey, (CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE base_key, void *template,  \
                  CK_ULONG count, CK_HANDLE *key))                                                 \
  F(C_SeedRandom, (CK_HANDLE session, CK_BYTE *seed, CK_ULONG length))                             \
  F(C_GenerateRandom, (CK_HANDLE session, CK_BYTE *random, CK_ULONG length))                       \
  F(C_GetFunctionStatus, (CK_HANDLE session))                                                      \
  F(C_CancelFunction, (CK_HANDLE session))                                                         \
  F(C_WaitForSlotEvent, (CK_ULONG flags, CK_ULONG *slot, void *reserved))

struct functions {
  CK_VERSION version;
#define FIELD(name, parameters) CK_RV(*name) parameters;
  FUNCTIONS(FIELD)
#undef FIELD
};

/* The list is the only visible symbol; everything else is compiled as hidden. */
__attribute__((visibility("default"))) CK_RV C_GetFunctionList(struct functions **list);
#define PROTOTYPE(name, parameters) CK_RV name parameters;
FUNCTIONS(PROTOTYPE)
#undef PROTOTYPE

/* ---- The state of this process --------------------------------------------------------- */

static const struct functions *real;
static atomic_bool initialized;
static atomic_ulong generation = 1;
static atomic_ulong calls;

/* This process's login: the epoch of its PIN, and its slot. */
#define NOBODY (-1L)
static atomic_long login_epoch = NOBODY;
static atomic_ulong login_slot;
/* The PIN was changed while this process was logged in, and it has not logged in since. */
static atomic_bool expelled;

static void complain(const char *what, const char *which)
{
  fprintf(stderr, "pkcs11_faults: %s %s\n", what, which);
}

/* ---- Files ----------------------------------------------------------------------------------- */

#define PATH_LENGTH 4096

/* The path of a file beside this library. */
static void beside(const char *ending, char path[PATH_LENGTH])
{
  Dl_info self;
  if (dladdr((void *)&real, &self) == 0) {
    complain("cannot find its own path", "");
    abort();
  }
  snprintf(path, PATH_LENGTH, "%s.%s", self.dli_fname, ending);
}

static int open_beside(const char *ending, int flags)
{
  char path[PATH_LENGTH];
  beside(ending, path);
  return open(path, flags | O_CLOEXEC, 0600);
}

/* The whole file as text, to be freed; NULL if there is none. */
static char *read_text(int file)
{
  off_t size = file < 0 ? -1 : lseek(file, 0, SEEK_END);
  char *text = size < 0 ? NULL : calloc(1, (size_t)size + 1);
  if (text != NULL && pread(file, text, (size_t)size, 0) != size) {
    free(text);
    text = NULL;
  }
  return text;
}

static void write_log(const char *format, ...)
{
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  int log = open_beside("log", O_WRONLY | O_APPEND | O_CREAT);
  /* In one write, so that lines of several threads and processes do not mix. */
  if (log < 0 || write(log, line, (size_t)length) != length) {
    complain("cannot write the log:", line);
  }
  if (log >= 0) {
    close(log);
  }
}

/* ---- The control file ------------------------------------------------------------------------- */

#define MAX_RULES 64
#define MAX_WITHOUT 8
#define MAX_PIN 256
#define NAME_LENGTH 32

enum kind { ANSWER, DELAY, HANG };
enum when { BEFORE, AFTER };

struct rule {
  enum kind kind;
  unsigned long id;
  char call[NAME_LENGTH];
  enum when when;
  unsigned long from, times;
  unsigned long value; /* code or milliseconds */
};

struct pin {
  bool given;
  long epoch;
  CK_BYTE accepted[MAX_PIN], real[MAX_PIN];
  CK_ULONG accepted_length, real_length;
};

struct control {
  bool luna, luna_kwp, luna_fips_rsa;
  unsigned without_count;
  CK_ULONG without[MAX_WITHOUT];
  bool memory_given;
  CK_ULONG free_private, total_private;
  struct pin pin;
  unsigned rule_count;
  struct rule rules[MAX_RULES];
};

static CK_ULONG from_hex(const char *hex, CK_BYTE bytes[MAX_PIN])
{
  CK_ULONG length = 0;
  while (length < MAX_PIN && sscanf(hex + 2 * length, "%2hhx", &bytes[length]) == 1) {
    length++;
  }
  return length;
}

static bool parse_pin(const char *line, struct pin *pin)
{
  char accepted[2 * MAX_PIN + 1], true_one[2 * MAX_PIN + 1];
  if (sscanf(line, "pin %ld %512s %512s", &pin->epoch, accepted, true_one) != 3) {
    return false;
  }
  pin->accepted_length = from_hex(accepted, pin->accepted);
  pin->real_length = from_hex(true_one, pin->real);
  pin->given = true;
  return true;
}

static bool parse_rule(const char *line, struct control *control)
{
  struct rule rule = {0};
  char kind[8], when[8], value[24];
  if (control->rule_count == MAX_RULES ||
      sscanf(line, "%7s %lu %31s %7s %lu %lu %23s", kind, &rule.id, rule.call, when, &rule.from,
             &rule.times, value) != 7) {
    return false;
  }
  if (strcmp(kind, "answer") == 0) {
    rule.kind = ANSWER;
  } else if (strcmp(kind, "delay") == 0) {
    rule.kind = DELAY;
  } else if (strcmp(kind, "hang") == 0) {
    rule.kind = HANG;
  } else {
    return false;
  }
  rule.when = strcmp(when, "after") == 0 ? AFTER : BEFORE;
  rule.value = strtoul(value, NULL, rule.kind == ANSWER ? 16 : 10);
  control->rules[control->rule_count++] = rule;
  return true;
}

static bool parse_line(const char *line, struct control *control)
{
  if (strncmp(line, "library ", 8) == 0 || strncmp(line, "environment ", 12) == 0 ||
      strncmp(line, "parameters ", 11) == 0) {
    return true; /* for C_Initialize */
  }
  if (strcmp(line, "luna") == 0) {
    control->luna = true;
    return true;
  }
  if (strcmp(line, "luna-kwp") == 0) {
    control->luna_kwp = true;
    return true;
  }
  if (strcmp(line, "luna-fips-rsa") == 0) {
    control->luna_fips_rsa = true;
    return true;
  }
  if (control->without_count < MAX_WITHOUT &&
      sscanf(line, "without %lx", &control->without[control->without_count]) == 1) {
    control->without_count++;
    return true;
  }
  if (sscanf(line, "memory %lu %lu", &control->free_private, &control->total_private) == 2) {
    control->memory_given = true;
    return true;
  }
  return strncmp(line, "pin ", 4) == 0 ? parse_pin(line, &control->pin)
                                       : parse_rule(line, control);
}

static char *control_text(void)
{
  int file = open_beside("control", O_RDONLY);
  char *text = read_text(file);
  if (file >= 0) {
    close(file);
  }
  return text;
}

/* Whether there is a readable one. */
static bool read_control(struct control *control)
{
  memset(control, 0, sizeof *control);
  char *text = control_text();
  bool good = text != NULL;
  char *rest = text;
  for (char *line; good && (line = strsep(&rest, "\n")) != NULL;) {
    if (*line != '\0' && !parse_line(line, control)) {
      complain("cannot understand", line);
      good = false;
    }
  }
  free(text);
  return good;
}

static bool is_ordered(unsigned long rule)
{
  struct control now;
  if (!read_control(&now)) {
    return false; /* the test is over */
  }
  for (unsigned i = 0; i < now.rule_count; i++) {
    if (now.rules[i].id == rule) {
      return true;
    }
  }
  return false;
}

/* ---- The state file ---------------------------------------------------------------------------- */

struct state {
  int file;
  long epoch;
  unsigned long wrong_pins;
  unsigned long ids[MAX_RULES], seen[MAX_RULES];
  unsigned rules;
};

/* Reads and locks it, against other threads and other processes. */
static void lock_state(struct state *state)
{
  memset(state, 0, sizeof *state);
  state->file = open_beside("state", O_RDWR | O_CREAT);
  if (state->file < 0 || flock(state->file, LOCK_EX) != 0) {
    complain("cannot lock its state", "");
    return;
  }
  char *text = read_text(state->file);
  char *rest = text;
  for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
    unsigned i = state->rules;
    if (sscanf(line, "pin %ld %lu", &state->epoch, &state->wrong_pins) != 2 && i < MAX_RULES &&
        sscanf(line, "rule %lu %lu", &state->ids[i], &state->seen[i]) == 2) {
      state->rules++;
    }
  }
  free(text);
}

static void unlock_state(const struct state *state)
{
  close(state->file);
}

static void write_state(const struct state *state)
{
  char text[64 * (MAX_RULES + 1)];
  int length = sprintf(text, "pin %ld %lu\n", state->epoch, state->wrong_pins);
  for (unsigned i = 0; i < state->rules; i++) {
    length += sprintf(text + length, "rule %lu %lu\n", state->ids[i], state->seen[i]);
  }
  if (pwrite(state->file, text, (size_t)length, 0) != length || ftruncate(state->file, length) != 0) {
    complain("cannot write its state", "");
  }
}

/* How many calls this rule had seen before. */
static unsigned long seen_before(const struct state *state, unsigned long rule)
{
  for (unsigned i = 0; i < state->rules; i++) {
    if (state->ids[i] == rule) {
      return state->seen[i];
    }
  }
  return 0;
}

/* ---- The faults of one call ------------------------------------------------------------- */

struct call {
  const char *name;
  unsigned long number;
  struct control control;
  unsigned due_count;
  struct rule due[MAX_RULES];
  bool forwarded;
  const char *word;
};

static bool concerns(const struct rule *rule, const char *call)
{
  return strcmp(rule->call, "*") == 0 || strcmp(rule->call, call) == 0;
}

/* Reads the control file and returns the faults of this call, counting it. */
static bool take_orders(struct call *call)
{
  if (!read_control(&call->control)) {
    return false;
  }
  if (call->control.rule_count == 0) {
    return true;
  }
  struct state state;
  lock_state(&state);
  /* The file may have changed during the wait for the lock. */
  bool read = read_control(&call->control);
  struct state next = state;
  next.rules = 0;
  for (unsigned i = 0; read && i < call->control.rule_count; i++) {
    const struct rule *rule = &call->control.rules[i];
    unsigned long seen = seen_before(&state, rule->id);
    if (concerns(rule, call->name)) {
      seen++;
      if (seen >= rule->from && (rule->times == 0 || seen - rule->from < rule->times)) {
        call->due[call->due_count++] = *rule;
      }
    }
    next.ids[next.rules] = rule->id;
    next.seen[next.rules++] = seen;
  }
  if (read) {
    write_state(&next);
  }
  unlock_state(&state);
  return read;
}

static void pause_milliseconds(unsigned long milliseconds)
{
  struct timespec time = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000};
  nanosleep(&time, NULL);
}

static void hang(const struct call *call, unsigned long rule)
{
  write_log("%d %lu %s held\n", getpid(), call->number, call->name);
  while (is_ordered(rule)) {
    pause_milliseconds(2);
  }
}

/* Waits for the configured time and returns the configured answer, CKR_OK if there is none. */
static CK_RV ordered_answer(const struct call *call, enum when when)
{
  CK_RV answer = CKR_OK;
  for (unsigned i = 0; i < call->due_count; i++) {
    const struct rule *rule = &call->due[i];
    if (rule->when != when) {
      continue;
    }
    switch (rule->kind) {
      case ANSWER:
        answer = answer == CKR_OK ? rule->value : answer;
        break;
      case DELAY:
        pause_milliseconds(rule->value);
        break;
      case HANG:
        hang(call, rule->id);
        break;
    }
  }
  return answer;
}

/* ---- A PIN that is changed in the HSM ---------------------------------------------------------- */

/* Logs the process out of the real token, in whichever session. */
static void log_out(void)
{
  CK_HANDLE session;
  if (real->C_OpenSession(login_slot, CKF_SERIAL_SESSION, NULL, NULL, &session) == CKR_OK) {
    real->C_Logout(session);
    real->C_CloseSession(session);
  }
}

static void expel_after_change(const struct pin *pin)
{
  long epoch = login_epoch;
  if (pin->given && epoch != NOBODY && epoch != pin->epoch &&
      atomic_compare_exchange_strong(&login_epoch, &epoch, NOBODY)) {
    expelled = true;
    log_out();
  }
}

/* Real tokens do some of these without a login once the object is in memory. */
static bool needs_login(const char *call)
{
  static const char *const NAMES[] = {"C_GenerateKey", "C_GenerateKeyPair", "C_WrapKey",
                                      "C_UnwrapKey",   "C_DeriveKey",       "C_EncryptInit",
                                      "C_DecryptInit", "C_SignInit",        "C_Sign"};
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    if (strcmp(NAMES[i], call) == 0) {
      return true;
    }
  }
  return false;
}

/* ---- The frame of every call --------------------------------------------------------------------- */

/* CKR_OK to call the real library, otherwise the answer. */
static CK_RV enter(struct call *call, const char *name)
{
  memset(call, 0, sizeof *call);
  call->name = name;
  call->number = ++calls;
  call->word = "refused";
  if (!take_orders(call)) {
    complain("has no control file for", name);
    return CKR_GENERAL_ERROR;
  }
  CK_RV answer = ordered_answer(call, BEFORE);
  if (answer != CKR_OK) {
    call->word = "instead";
    return answer;
  }
  if (strcmp(name, "C_Initialize") == 0) {
    return CKR_OK;
  }
  if (!initialized) {
    return CKR_CRYPTOKI_NOT_INITIALIZED;
  }
  expel_after_change(&call->control.pin);
  return expelled && needs_login(name) ? CKR_USER_NOT_LOGGED_IN : CKR_OK;
}

static CK_RV leave(struct call *call, CK_RV answer)
{
  if (call->forwarded) {
    call->word = "forwarded";
    CK_RV ordered = ordered_answer(call, AFTER);
    if (ordered != CKR_OK) {
      call->word = "lost";
      answer = ordered;
    }
  }
  write_log("%d %lu %s 0x%lx %s\n", getpid(), call->number, call->name, answer, call->word);
  return answer;
}

/*
 * The body of a function: checks with `inward`, which converts handles to those of the real library
 * and returns CKR_OK or the answer, calls the real library, and does `outward` if that succeeded.
 * Both may read `call`.
 */
#define ASK_AND(function, inward, arguments, outward)                                              \
  do {                                                                                             \
    struct call call;                                                                              \
    CK_RV answer = enter(&call, #function);                                                        \
    if (answer == CKR_OK) {                                                                        \
      answer = inward;                                                                             \
    }                                                                                              \
    if (answer == CKR_OK) {                                                                        \
      call.forwarded = true;                                                                       \
      answer = real->function arguments;                                                           \
      if (answer == CKR_OK) {                                                                      \
        outward;                                                                                   \
      }                                                                                            \
    }                                                                                              \
    return leave(&call, answer);                                                                   \
  } while (0)

#define ASK(function, inward, arguments) ASK_AND(function, inward, arguments, (void)0)

/* ---- Handles that become invalid with C_Finalize ------------------------------------------------------------ */

/* Below the real handle, so that one of these libraries can wrap another. */
#define GENERATION_BITS 12
#define THIS_GENERATION (generation & ((1UL << GENERATION_BITS) - 1))

static void own(CK_HANDLE *handle)
{
  if (*handle >> (64 - GENERATION_BITS) != 0) {
    complain("was given a handle that is too large by", "the real library");
    abort();
  }
  *handle = *handle << GENERATION_BITS | THIS_GENERATION;
}

static CK_RV theirs(CK_HANDLE *handle, CK_RV invalid)
{
  if ((*handle & ((1UL << GENERATION_BITS) - 1)) != THIS_GENERATION) {
    return invalid;
  }
  *handle >>= GENERATION_BITS;
  return CKR_OK;
}

static CK_RV in(CK_HANDLE *session)
{
  return theirs(session, CKR_SESSION_HANDLE_INVALID);
}

static CK_RV with(CK_HANDLE *session, CK_HANDLE *object)
{
  CK_RV answer = in(session);
  return answer == CKR_OK ? theirs(object, CKR_OBJECT_HANDLE_INVALID) : answer;
}

static CK_RV with_both(CK_HANDLE *session, CK_HANDLE *one, CK_HANDLE *other)
{
  CK_RV answer = with(session, one);
  return answer == CKR_OK ? theirs(other, CKR_OBJECT_HANDLE_INVALID) : answer;
}

static void own_all(CK_HANDLE *handles, CK_ULONG count)
{
  for (CK_ULONG i = 0; i < count; i++) {
    own(&handles[i]);
  }
}

/* ---- Mechanisms, and AES-KWP as Luna names it ------------------------------------------------ */

static bool luna_has_not(CK_ULONG type)
{
  return type == CKM_RSA_AES_KEY_WRAP || type == CKM_AES_KEY_WRAP || type == CKM_AES_KEY_WRAP_PAD ||
         type == CKM_AES_KEY_WRAP_KWP;
}

/* Converts Luna's code to the real token's. */
static CK_RV luna_type(const struct call *call, CK_ULONG slot, CK_ULONG *type)
{
  if (!call->control.luna_kwp) {
    return CKR_OK;
  }
  if (luna_has_not(*type)) {
    return CKR_MECHANISM_INVALID;
  }
  if (*type == LUNA_AES_KWP) {
    CK_ULONG info[3];
    *type = real->C_GetMechanismInfo(slot, CKM_AES_KEY_WRAP_KWP, info) == CKR_OK
                ? CKM_AES_KEY_WRAP_KWP
                : CKM_AES_KEY_WRAP_PAD;
  }
  return CKR_OK;
}

/* The same, for a session handle of the real library. */
static CK_RV luna_mechanism(const struct call *call, CK_HANDLE session, CK_MECHANISM *mechanism)
{
  CK_SESSION_INFO info;
  CK_RV answer = real->C_GetSessionInfo(session, &info);
  return answer == CKR_OK ? luna_type(call, info.slot, &mechanism->type) : answer;
}

static CK_ULONG luna_list(CK_ULONG *types, CK_ULONG count)
{
  CK_ULONG kept = 0;
  bool kwp = false;
  for (CK_ULONG i = 0; i < count; i++) {
    kwp |= types[i] == CKM_AES_KEY_WRAP_KWP || types[i] == CKM_AES_KEY_WRAP_PAD;
    if (!luna_has_not(types[i])) {
      types[kept++] = types[i];
    }
  }
  if (kwp) {
    types[kept++] = LUNA_AES_KWP;
  }
  return kept;
}

static CK_RV luna_rsa(const struct call *call, CK_MECHANISM *mechanism)
{
  if (!call->control.luna_fips_rsa) {
    return CKR_OK;
  }
  if (mechanism->type == CKM_RSA_PKCS_KEY_PAIR_GEN) {
    return CKR_MECHANISM_INVALID;
  }
  if (mechanism->type == LUNA_RSA_FIPS_AUX_PRIME || mechanism->type == LUNA_RSA_FIPS_PRIME) {
    mechanism->type = CKM_RSA_PKCS_KEY_PAIR_GEN;
  }
  return CKR_OK;
}

/* Two codes replace one, so the list grows by one. */
static CK_ULONG luna_rsa_list(CK_ULONG *types, CK_ULONG count)
{
  for (CK_ULONG i = 0; i < count; i++) {
    if (types[i] == CKM_RSA_PKCS_KEY_PAIR_GEN) {
      types[i] = LUNA_RSA_FIPS_AUX_PRIME;
      types[count++] = LUNA_RSA_FIPS_PRIME;
      break;
    }
  }
  return count;
}

static CK_ULONG kept_list(const struct control *control, CK_ULONG *types, CK_ULONG count)
{
  CK_ULONG kept = 0;
  for (CK_ULONG i = 0; i < count; i++) {
    bool hidden = false;
    for (unsigned j = 0; j < control->without_count; j++) {
      hidden |= types[i] == control->without[j];
    }
    if (!hidden) {
      types[kept++] = types[i];
    }
  }
  return kept;
}

static CK_RV mechanisms(const struct control *control, CK_ULONG slot, CK_ULONG *types,
                        CK_ULONG *count)
{
  CK_ULONG all = 0;
  CK_RV answer = real->C_GetMechanismList(slot, NULL, &all);
  if (answer != CKR_OK) {
    return answer;
  }
  CK_ULONG *list = calloc(all + 2, sizeof *list);
  answer = list == NULL ? CKR_GENERAL_ERROR : real->C_GetMechanismList(slot, list, &all);
  if (answer == CKR_OK) {
    all = control->luna_kwp ? luna_list(list, all) : all;
    all = control->luna_fips_rsa ? luna_rsa_list(list, all) : all;
    all = kept_list(control, list, all);
    if (types != NULL && *count < all) {
      answer = CKR_BUFFER_TOO_SMALL;
    } else if (types != NULL) {
      memcpy(types, list, all * sizeof *list);
    }
    *count = all;
  }
  free(list);
  return answer;
}

/* ---- PIN attempts, as Luna counts them ----------------------------------------------------------- */

#define MAX_WRONG_PINS 10

static unsigned long wrong_pins(const struct state *state, const struct pin *pin)
{
  /* The PIN was changed after a login with the right one, which resets the count. */
  return state->epoch == pin->epoch ? state->wrong_pins : 0;
}

static void set_wrong_pins(struct state *state, const struct pin *pin, unsigned long wrong)
{
  state->epoch = pin->epoch;
  state->wrong_pins = wrong;
  write_state(state);
}

static CK_ULONG pin_flags(const struct pin *pin)
{
  struct state state;
  lock_state(&state);
  unsigned long wrong = wrong_pins(&state, pin);
  unlock_state(&state);
  CK_ULONG flags = wrong > 0 ? CKF_USER_PIN_COUNT_LOW : 0;
  if (wrong == MAX_WRONG_PINS - 1) {
    flags |= CKF_USER_PIN_FINAL_TRY;
  }
  return wrong >= MAX_WRONG_PINS ? flags | CKF_USER_PIN_LOCKED : flags;
}

static bool is_logged_in(CK_HANDLE session)
{
  CK_SESSION_INFO info;
  return real->C_GetSessionInfo(session, &info) == CKR_OK &&
         (info.state == CKS_RO_USER_FUNCTIONS || info.state == CKS_RW_USER_FUNCTIONS);
}

/* CKR_OK if the PIN may be passed to the real token, otherwise the answer. */
static CK_RV check_pin(const struct pin *pin, const CK_BYTE *given, CK_ULONG length)
{
  struct state state;
  lock_state(&state);
  unsigned long wrong = wrong_pins(&state, pin);
  CK_RV answer = CKR_OK;
  if (wrong >= MAX_WRONG_PINS) {
    answer = CKR_PIN_LOCKED;
  } else if (pin->given && (given == NULL || length != pin->accepted_length ||
                            memcmp(given, pin->accepted, length) != 0)) {
    answer = CKR_PIN_INCORRECT;
    set_wrong_pins(&state, pin, wrong + 1);
  }
  unlock_state(&state);
  return answer;
}

static void count_pin(const struct pin *pin, CK_RV answer)
{
  if (answer == CKR_OK || answer == CKR_PIN_INCORRECT) {
    struct state state;
    lock_state(&state);
    set_wrong_pins(&state, pin, answer == CKR_OK ? 0 : wrong_pins(&state, pin) + 1);
    unlock_state(&state);
  }
}

static CK_RV log_in(struct call *call, CK_HANDLE session, CK_BYTE *given, CK_ULONG length)
{
  struct pin *pin = &call->control.pin;
  if (is_logged_in(session)) {
    return CKR_USER_ALREADY_LOGGED_IN;
  }
  CK_RV answer = check_pin(pin, given, length);
  if (answer != CKR_OK) {
    return answer;
  }
  call->forwarded = true;
  answer = pin->given ? real->C_Login(session, CKU_USER, pin->real, pin->real_length)
                      : real->C_Login(session, CKU_USER, given, length);
  count_pin(pin, answer);
  CK_SESSION_INFO info;
  if (answer == CKR_OK && real->C_GetSessionInfo(session, &info) == CKR_OK) {
    login_slot = info.slot;
    login_epoch = pin->epoch;
    expelled = false;
  }
  return answer;
}

CK_RV C_Login(CK_HANDLE session, CK_ULONG user, CK_BYTE *pin, CK_ULONG length)
{
  struct call call;
  CK_RV answer = enter(&call, "C_Login");
  if (answer == CKR_OK) {
    answer = in(&session);
  }
  if (answer == CKR_OK && user == CKU_USER) {
    answer = log_in(&call, session, pin, length);
  } else if (answer == CKR_OK) {
    call.forwarded = true;
    answer = real->C_Login(session, user, pin, length);
  }
  return leave(&call, answer);
}

/* ---- The real library ------------------------------------------------------------------------ */

static const struct functions *load(const char *path)
{
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    complain("cannot load:", dlerror());
    return NULL;
  }
  CK_RV (*list_of)(struct functions **);
  *(void **)&list_of = dlsym(library, "C_GetFunctionList");
  struct functions *list;
  return list_of != NULL && list_of(&list) == CKR_OK ? list : NULL;
}

/* Loads the library in the control file, unless it is loaded. */
static bool load_real(const char *path)
{
  static char *loaded;
  if (loaded == NULL || strcmp(loaded, path) != 0) {
    real = load(path);
    free(loaded);
    loaded = strdup(path);
  }
  return real != NULL;
}

static CK_RV initialize_real(void *arguments, char *parameters)
{
  struct {
    void *mutex_functions[4];
    CK_ULONG flags;
    void *reserved;
  } own = {.flags = CKF_OS_LOCKING_OK, .reserved = parameters};
  return real->C_Initialize(parameters == NULL ? arguments : &own);
}

/* Applies the control file to the real library, and initializes it. */
static CK_RV initialize(struct call *call, void *arguments)
{
  char *text = control_text();
  char *rest = text;
  char *parameters = NULL;
  bool loaded = false;
  for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
    char name[128];
    int value = 0;
    if (sscanf(line, "environment %127s %n", name, &value) == 1 && value > 0) {
      setenv(name, line + value, 1);
    } else if (strncmp(line, "library ", 8) == 0) {
      loaded = load_real(line + 8);
    } else if (strncmp(line, "parameters ", 11) == 0) {
      parameters = line + 11;
    }
  }
  call->forwarded = loaded;
  CK_RV answer = loaded ? initialize_real(arguments, parameters) : CKR_GENERAL_ERROR;
  free(text);
  return answer;
}

CK_RV C_Initialize(void *arguments)
{
  static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
  struct call call;
  CK_RV answer = enter(&call, "C_Initialize");
  if (answer == CKR_OK) {
    pthread_mutex_lock(&one_at_a_time);
    answer = initialize(&call, arguments);
    initialized = initialized || answer == CKR_OK;
    pthread_mutex_unlock(&one_at_a_time);
  }
  return leave(&call, answer);
}

static void end_generation(void)
{
  initialized = false;
  login_epoch = NOBODY;
  expelled = false;
  generation++;
}

CK_RV C_Finalize(void *reserved)
{
  ASK_AND(C_Finalize, CKR_OK, (reserved), end_generation());
}

CK_RV C_GetFunctionList(struct functions **list)
{
  static struct functions functions = {{2, 40},
#define VALUE(name, parameters) name,
                                       FUNCTIONS(VALUE)
#undef VALUE
  };
  *list = &functions;
  return CKR_OK;
}

/* ---- Slots, tokens, sessions ------------------------------------------------------------------ */

CK_RV C_GetInfo(void *info)
{
  ASK(C_GetInfo, CKR_OK, (info));
}

CK_RV C_GetSlotList(CK_BYTE present, CK_ULONG *slots, CK_ULONG *count)
{
  ASK(C_GetSlotList, CKR_OK, (present, slots, count));
}

CK_RV C_GetSlotInfo(CK_ULONG slot, void *info)
{
  ASK(C_GetSlotInfo, CKR_OK, (slot, info));
}

static void override_info(const struct control *control, CK_TOKEN_INFO *info)
{
  info->flags |= pin_flags(&control->pin);
  if (control->luna) {
    memcpy(info->texts + 32, "SafeNet, Inc.                   ", 32);
    memcpy(info->texts + 64, "LunaSA 7.4.0    ", 16);
  }
  if (control->memory_given) {
    info->free_private = control->free_private;
    info->total_private = control->total_private;
  }
}

CK_RV C_GetTokenInfo(CK_ULONG slot, CK_TOKEN_INFO *info)
{
  ASK_AND(C_GetTokenInfo, CKR_OK, (slot, info), override_info(&call.control, info));
}

CK_RV C_GetMechanismList(CK_ULONG slot, CK_ULONG *types, CK_ULONG *count)
{
  struct call call;
  CK_RV answer = enter(&call, "C_GetMechanismList");
  if (answer == CKR_OK) {
    call.forwarded = true;
    answer = mechanisms(&call.control, slot, types, count);
  }
  return leave(&call, answer);
}

CK_RV C_GetMechanismInfo(CK_ULONG slot, CK_ULONG type, void *info)
{
  ASK(C_GetMechanismInfo, luna_type(&call, slot, &type), (slot, type, info));
}

CK_RV C_InitToken(CK_ULONG slot, CK_BYTE *pin, CK_ULONG length, CK_BYTE *label)
{
  ASK(C_InitToken, CKR_OK, (slot, pin, length, label));
}

CK_RV C_InitPIN(CK_HANDLE session, CK_BYTE *pin, CK_ULONG length)
{
  ASK(C_InitPIN, in(&session), (session, pin, length));
}

CK_RV C_SetPIN(CK_HANDLE session, CK_BYTE *old, CK_ULONG old_length, CK_BYTE *new,
               CK_ULONG new_length)
{
  ASK(C_SetPIN, in(&session), (session, old, old_length, new, new_length));
}

CK_RV C_OpenSession(CK_ULONG slot, CK_ULONG flags, void *application, void *notify,
                    CK_HANDLE *session)
{
  ASK_AND(C_OpenSession, CKR_OK, (slot, flags, application, notify, session), own(session));
}

CK_RV C_CloseSession(CK_HANDLE session)
{
  ASK(C_CloseSession, in(&session), (session));
}

CK_RV C_CloseAllSessions(CK_ULONG slot)
{
  ASK(C_CloseAllSessions, CKR_OK, (slot));
}

CK_RV C_GetSessionInfo(CK_HANDLE session, CK_SESSION_INFO *info)
{
  ASK(C_GetSessionInfo, in(&session), (session, info));
}

CK_RV C_GetOperationState(CK_HANDLE session, CK_BYTE *state, CK_ULONG *length)
{
  ASK(C_GetOperationState, in(&session), (session, state, length));
}

/* Zero is no key, which no generation has. */
static CK_RV with_keys_or_none(CK_HANDLE *session, CK_HANDLE *one, CK_HANDLE *other)
{
  CK_RV answer = *one == 0 ? in(session) : with(session, one);
  return answer == CKR_OK && *other != 0 ? theirs(other, CKR_OBJECT_HANDLE_INVALID) : answer;
}

CK_RV C_SetOperationState(CK_HANDLE session, CK_BYTE *state, CK_ULONG length, CK_HANDLE encryption,
                          CK_HANDLE authentication)
{
  ASK(C_SetOperationState, with_keys_or_none(&session, &encryption, &authentication),
      (session, state, length, encryption, authentication));
}

CK_RV C_Logout(CK_HANDLE session)
{
  ASK_AND(C_Logout, in(&session), (session), login_epoch = NOBODY);
}

/* ---- Objects and keys ----------------------------------------------------------------------------- */

CK_RV C_CreateObject(CK_HANDLE session, void *template, CK_ULONG count, CK_HANDLE *object)
{
  ASK_AND(C_CreateObject, in(&session), (session, template, count, object), own(object));
}

CK_RV C_CopyObject(CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count,
                   CK_HANDLE *copy)
{
  ASK_AND(C_CopyObject, with(&session, &object), (session, object, template, count, copy),
          own(copy));
}

CK_RV C_DestroyObject(CK_HANDLE session, CK_HANDLE object)
{
  ASK(C_DestroyObject, with(&session, &object), (session, object));
}

CK_RV C_GetObjectSize(CK_HANDLE session, CK_HANDLE object, CK_ULONG *size)
{
  ASK(C_GetObjectSize, with(&session, &object), (session, object, size));
}

CK_RV C_GetAttributeValue(CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count)
{
  ASK(C_GetAttributeValue, with(&session, &object), (session, object, template, count));
}

CK_RV C_SetAttributeValue(CK_HANDLE session, CK_HANDLE object, void *template, CK_ULONG count)
{
  ASK(C_SetAttributeValue, with(&session, &object), (session, object, template, count));
}

CK_RV C_FindObjectsInit(CK_HANDLE session, void *template, CK_ULONG count)
{
  ASK(C_FindObjectsInit, in(&session), (session, template, count));
}

CK_RV C_FindObjects(CK_HANDLE session, CK_HANDLE *objects, CK_ULONG most, CK_ULONG *count)
{
  ASK_AND(C_FindObjects, in(&session), (session, objects, most, count), own_all(objects, *count));
}

CK_RV C_FindObjectsFinal(CK_HANDLE session)
{
  ASK(C_FindObjectsFinal, in(&session), (session));
}

CK_RV C_GenerateKey(CK_HANDLE session, CK_MECHANISM *mechanism, void *template, CK_ULONG count,
                    CK_HANDLE *key)
{
  ASK_AND(C_GenerateKey, in(&session), (session, mechanism, template, count, key), own(key));
}

static CK_RV to_generate_pair(const struct call *call, CK_HANDLE *session, CK_MECHANISM *mechanism)
{
  CK_RV answer = in(session);
  return answer == CKR_OK ? luna_rsa(call, mechanism) : answer;
}

CK_RV C_GenerateKeyPair(CK_HANDLE session, CK_MECHANISM *mechanism, void *public_template,
                        CK_ULONG public_count, void *private_template, CK_ULONG private_count,
                        CK_HANDLE *public_key, CK_HANDLE *private_key)
{
  CK_MECHANISM real_one = *mechanism;
  ASK_AND(C_GenerateKeyPair, to_generate_pair(&call, &session, &real_one),
          (session, &real_one, public_template, public_count, private_template, private_count,
           public_key, private_key),
          (own(public_key), own(private_key)));
}

static CK_RV to_wrap(const struct call *call, CK_HANDLE *session, CK_HANDLE *wrapping_key,
                     CK_HANDLE *key, CK_MECHANISM *mechanism)
{
  CK_RV answer = with_both(session, wrapping_key, key);
  return answer == CKR_OK ? luna_mechanism(call, *session, mechanism) : answer;
}

CK_RV C_WrapKey(CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE wrapping_key, CK_HANDLE key,
                CK_BYTE *wrapped, CK_ULONG *length)
{
  CK_MECHANISM real_one = *mechanism;
  ASK(C_WrapKey, to_wrap(&call, &session, &wrapping_key, &key, &real_one),
      (session, &real_one, wrapping_key, key, wrapped, length));
}

static CK_RV to_unwrap(const struct call *call, CK_HANDLE *session, CK_HANDLE *unwrapping_key,
                       CK_MECHANISM *mechanism)
{
  CK_RV answer = with(session, unwrapping_key);
  return answer == CKR_OK ? luna_mechanism(call, *session, mechanism) : answer;
}

CK_RV C_UnwrapKey(CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE unwrapping_key,
                  CK_BYTE *wrapped, CK_ULONG length, void *template, CK_ULONG count, CK_HANDLE *key)
{
  CK_MECHANISM real_one = *mechanism;
  ASK_AND(C_UnwrapKey, to_unwrap(&call, &session, &unwrapping_key, &real_one),
          (session, &real_one, unwrapping_key, wrapped, length, template, count, key), own(key));
}

CK_RV C_DeriveKey(CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE base_key, void *template,
                  CK_ULONG count, CK_HANDLE *key)
{
  ASK_AND(C_DeriveKey, with(&session, &base_key), (session, mechanism, base_key, template, count, key),
          own(key));
}

/* ---- Functions that only pass calls on ---------------------------------------------------------------------------- */

#define BEGINS_WITH_KEY(function)                                                                  \
  CK_RV function(CK_HANDLE session, CK_MECHANISM *mechanism, CK_HANDLE key)                        \
  {                                                                                                \
    ASK(function, with(&session, &key), (session, mechanism, key));                                \
  }

#define TURNS_BYTES(function)                                                                      \
  CK_RV function(CK_HANDLE session, CK_BYTE *bytes, CK_ULONG length, CK_BYTE *out,                 \
                 CK_ULONG *out_length)                                                             \
  {                                                                                                \
    ASK(function, in(&session), (session, bytes, length, out, out_length));                        \
  }

#define TAKES_BYTES(function)                                                                      \
  CK_RV function(CK_HANDLE session, CK_BYTE *bytes, CK_ULONG length)                               \
  {                                                                                                \
    ASK(function, in(&session), (session, bytes, length));                                         \
  }

#define GIVES_BYTES(function)                                                                      \
  CK_RV function(CK_HANDLE session, CK_BYTE *out, CK_ULONG *out_length)                            \
  {                                                                                                \
    ASK(function, in(&session), (session, out, out_length));                                       \
  }

BEGINS_WITH_KEY(C_EncryptInit)
TURNS_BYTES(C_Encrypt)
TURNS_BYTES(C_EncryptUpdate)
GIVES_BYTES(C_EncryptFinal)

BEGINS_WITH_KEY(C_DecryptInit)
TURNS_BYTES(C_Decrypt)
TURNS_BYTES(C_DecryptUpdate)
GIVES_BYTES(C_DecryptFinal)

BEGINS_WITH_KEY(C_SignInit)
TURNS_BYTES(C_Sign)
TAKES_BYTES(C_SignUpdate)
GIVES_BYTES(C_SignFinal)
BEGINS_WITH_KEY(C_SignRecoverInit)
TURNS_BYTES(C_SignRecover)

BEGINS_WITH_KEY(C_VerifyInit)
TAKES_BYTES(C_VerifyUpdate)
TAKES_BYTES(C_VerifyFinal)
BEGINS_WITH_KEY(C_VerifyRecoverInit)
TURNS_BYTES(C_VerifyRecover)

TURNS_BYTES(C_Digest)
TAKES_BYTES(C_DigestUpdate)
GIVES_BYTES(C_DigestFinal)

TURNS_BYTES(C_DigestEncryptUpdate)
TURNS_BYTES(C_DecryptDigestUpdate)
TURNS_BYTES(C_SignEncryptUpdate)
TURNS_BYTES(C_DecryptVerifyUpdate)

TAKES_BYTES(C_SeedRandom)
TAKES_BYTES(C_GenerateRandom)

CK_RV C_DigestInit(CK_HANDLE session, CK_MECHANISM *mechanism)
{
  ASK(C_DigestInit, in(&session), (session, mechanism));
}

CK_RV C_DigestKey(CK_HANDLE session, CK_HANDLE key)
{
  ASK(C_DigestKey, with(&session, &key), (session, key));
}

CK_RV C_Verify(CK_HANDLE session, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature,
               CK_ULONG signature_length)
{
  ASK(C_Verify, in(&session), (session, data, length, signature, signature_length));
}

CK_RV C_GetFunctionStatus(CK_HANDLE session)
{
  ASK(C_GetFunctionStatus, in(&session), (session));
}

CK_RV C_CancelFunction(CK_HANDLE session)
{
  ASK(C_CancelFunction, in(&session), (session));
}

CK_RV C_WaitForSlotEvent(CK_ULONG flags, CK_ULONG *slot, void *reserved)
{
  ASK(C_WaitForSlotEvent, CKR_OK, (flags, slot, reserved));
}
