package io.keyferry.agent.hsm.pkcs11;

import io.keyferry.agent.hsm.HsmException;
import io.keyferry.agent.hsm.HsmException.Fault;
import io.keyferry.agent.hsm.WrongPinException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PKCS#11 return code: its name, the kind of failure and what to do about it.
 *
 * @param code {@code CK_RV}
 */
public record ReturnCode(long code, String name, Fault fault, String cure) {

  public static final long ATTRIBUTE_SENSITIVE = 0x11;
  static final long ATTRIBUTE_TYPE_INVALID = 0x12;
  public static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long CRYPTOKI_NOT_INITIALIZED = 0x190;
  private static final Set<Long> WRONG_PIN = Set.of(0xa0L, 0x80000067L);
  private static final long UNSIGNED = 0xFFFFFFFFL;

  /** One row is {@code first[-last] name fault cure}; codes from 0x80000000 are Luna's own. */
  private static final String TABLE =
      """
      0x1 CKR_CANCEL SESSION_LOST the call was canceled; try again
      0x2 CKR_HOST_MEMORY HSM_LOST the client ran out of memory; try again, then restart the agent
      0x3 CKR_SLOT_ID_INVALID HSM_LOST the slot is gone; open the token again
      0x5 CKR_GENERAL_ERROR HSM_LOST the HSM client failed; open the token again, then check the logs of the client and the appliance
      0x6 CKR_FUNCTION_FAILED HSM_LOST the HSM failed to do this; try again, then check its log
      0x7 CKR_ARGUMENTS_BAD REFUSED the token does not take these parameters; choose an algorithm that it supports
      0x8 CKR_NO_EVENT REFUSED the library has no event; report this to the HSM's vendor
      0x9 CKR_NEED_TO_CREATE_THREADS REFUSED the library needs to create threads; check its documentation
      0xa CKR_CANT_LOCK REFUSED the library cannot be used by several threads; use another release of it
      0x10 CKR_ATTRIBUTE_READ_ONLY REFUSED the token does not allow setting this attribute; on Luna see partition policy 11 (changing key attributes)
      0x11 CKR_ATTRIBUTE_SENSITIVE REFUSED the attribute cannot be read from a sensitive key
      0x12 CKR_ATTRIBUTE_TYPE_INVALID REFUSED the token does not know an attribute of the template
      0x13 CKR_ATTRIBUTE_VALUE_INVALID REFUSED the token does not accept a value of the template
      0x1b CKR_ACTION_PROHIBITED REFUSED the object does not allow this; check its CKA_DESTROYABLE and CKA_MODIFIABLE
      0x20 CKR_DATA_INVALID REFUSED the mechanism does not accept this data
      0x21 CKR_DATA_LEN_RANGE REFUSED the mechanism does not accept data of this length
      0x30 CKR_DEVICE_ERROR HSM_LOST the connection to the HSM or the HSM itself failed; open the token again
      0x31 CKR_DEVICE_MEMORY HSM_LOST the HSM ran out of memory; close sessions, then try again
      0x32 CKR_DEVICE_REMOVED HSM_LOST the HSM is gone; check the connection to it, then open the token again
      0x40 CKR_ENCRYPTED_DATA_INVALID REFUSED the encrypted data is invalid
      0x41 CKR_ENCRYPTED_DATA_LEN_RANGE REFUSED the encrypted data has a wrong length
      0x42 CKR_AEAD_DECRYPT_FAILED REFUSED the encrypted data is not authentic
      0x50 CKR_FUNCTION_CANCELED SESSION_LOST the call was canceled; try again
      0x51 CKR_FUNCTION_NOT_PARALLEL REFUSED no function runs in parallel in this session
      0x54 CKR_FUNCTION_NOT_SUPPORTED REFUSED the library does not have this function
      0x60 CKR_KEY_HANDLE_INVALID SESSION_LOST the key is no longer known in this session; find it again in a new one
      0x62 CKR_KEY_SIZE_RANGE REFUSED the mechanism does not accept keys of this size
      0x63 CKR_KEY_TYPE_INCONSISTENT REFUSED the mechanism does not accept keys of this type
      0x64 CKR_KEY_NOT_NEEDED REFUSED the operation needs no key
      0x65 CKR_KEY_CHANGED REFUSED the key is not the same as before
      0x66 CKR_KEY_NEEDED REFUSED the operation needs a key
      0x67 CKR_KEY_INDIGESTIBLE REFUSED the key's value cannot be digested
      0x68 CKR_KEY_FUNCTION_NOT_PERMITTED REFUSED the key's attributes or the token's settings forbid this; on Luna see partition policy 5 (secret key wrapping) and FIPS mode
      0x69 CKR_KEY_NOT_WRAPPABLE REFUSED the key may not be wrapped; on Luna partition policy 5 (secret key wrapping) must be 1
      0x6a CKR_KEY_UNEXTRACTABLE REFUSED the key was made with CKA_EXTRACTABLE false; generate one that is extractable
      0x70 CKR_MECHANISM_INVALID REFUSED the token does not offer this mechanism; on Luna see FIPS mode (partition policy 43, HSM policy 12) and for PKCS#1 v1.5 partition policy 33
      0x71 CKR_MECHANISM_PARAM_INVALID REFUSED the token does not take these parameters; choose an algorithm that it supports
      0x82 CKR_OBJECT_HANDLE_INVALID SESSION_LOST the object is no longer known in this session; find it again in a new one
      0x90 CKR_OPERATION_ACTIVE SESSION_LOST the session is busy with another operation; open a new one
      0x91 CKR_OPERATION_NOT_INITIALIZED SESSION_LOST the session lost its operation; open a new one
      0xa0 CKR_PIN_INCORRECT PIN the PIN is wrong; set the right one before the agent tries again, because too many wrong PINs lock the token (on Luna ten)
      0xa1 CKR_PIN_INVALID PIN the PIN has characters that the token does not accept; set the right one
      0xa2 CKR_PIN_LEN_RANGE PIN the PIN is too short or too long for this token; set the right one
      0xa3 CKR_PIN_EXPIRED PIN the PIN has expired; change it (on Luna lunacm: role changepw), then give the agent the new one
      0xa4 CKR_PIN_LOCKED PIN the PIN is locked; have the security officer reset it (on Luna the partition's, lunacm: role resetpw)
      0xb0 CKR_SESSION_CLOSED SESSION_LOST the session was closed; open a new one
      0xb1 CKR_SESSION_COUNT BUSY the token has no session left; close sessions of other programs, or allow more
      0xb3 CKR_SESSION_HANDLE_INVALID SESSION_LOST the session is gone; open a new one
      0xb4 CKR_SESSION_PARALLEL_NOT_SUPPORTED REFUSED the library does not know parallel sessions
      0xb5 CKR_SESSION_READ_ONLY REFUSED the session is read-only; log in as a user who may generate keys (on Luna the Crypto Officer)
      0xb6 CKR_SESSION_EXISTS SESSION_LOST a session is open; close it first
      0xb7 CKR_SESSION_READ_ONLY_EXISTS REFUSED a read-only session is open in this process; close it
      0xb8 CKR_SESSION_READ_WRITE_SO_EXISTS REFUSED the security officer is logged in by this process; log that role out
      0xc0 CKR_SIGNATURE_INVALID REFUSED the signature is invalid
      0xc1 CKR_SIGNATURE_LEN_RANGE REFUSED the signature has a wrong length
      0xd0 CKR_TEMPLATE_INCOMPLETE REFUSED the token requires more attributes than the template has
      0xd1 CKR_TEMPLATE_INCONSISTENT REFUSED the token does not allow these attributes together; on Luna partition policy 10 (multipurpose keys) at 0 forbids many usages on one key: configure fewer
      0xe0 CKR_TOKEN_NOT_PRESENT HSM_LOST the token is gone; check the connection to the HSM, then open it again
      0xe1 CKR_TOKEN_NOT_RECOGNIZED HSM_LOST the library does not know the token; open it again
      0xe2 CKR_TOKEN_WRITE_PROTECTED REFUSED the token accepts no new objects
      0xf0 CKR_UNWRAPPING_KEY_HANDLE_INVALID REFUSED the token does not accept this object as an unwrapping key
      0xf1 CKR_UNWRAPPING_KEY_SIZE_RANGE REFUSED the token does not accept an unwrapping key of this size
      0xf2 CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT REFUSED the mechanism does not accept an unwrapping key of this type
      0x100 CKR_USER_ALREADY_LOGGED_IN REFUSED the user is logged in already
      0x101 CKR_USER_NOT_LOGGED_IN LOGIN_LOST the login is lost; open the token again
      0x102 CKR_USER_PIN_NOT_INITIALIZED PIN the token has no user PIN yet; have the security officer set one (on Luna initialize the Crypto Officer role)
      0x103 CKR_USER_TYPE_INVALID PIN the token has no such user; have the security officer set the user's PIN (on Luna initialize the Crypto Officer role)
      0x104 CKR_USER_ANOTHER_ALREADY_LOGGED_IN REFUSED another role is logged in by this process; log it out
      0x105 CKR_USER_TOO_MANY_TYPES REFUSED the token has too many kinds of users logged in; log others out
      0x110 CKR_WRAPPED_KEY_INVALID REFUSED the wrapped key is invalid
      0x112 CKR_WRAPPED_KEY_LEN_RANGE REFUSED the wrapped key has a wrong length
      0x113 CKR_WRAPPING_KEY_HANDLE_INVALID REFUSED the token does not accept this object as a wrapping key
      0x114 CKR_WRAPPING_KEY_SIZE_RANGE REFUSED the token does not accept a wrapping key of this size
      0x115 CKR_WRAPPING_KEY_TYPE_INCONSISTENT REFUSED the mechanism does not accept a wrapping key of this type
      0x120 CKR_RANDOM_SEED_NOT_SUPPORTED REFUSED the token's random generator accepts no seed
      0x121 CKR_RANDOM_NO_RNG REFUSED the token has no random generator; use a token that has one
      0x130 CKR_DOMAIN_PARAMS_INVALID REFUSED the token does not have this curve or these parameters; create the KMS key with another key spec
      0x140 CKR_CURVE_NOT_SUPPORTED REFUSED the token does not have the curve; create the KMS key with another key spec
      0x150 CKR_BUFFER_TOO_SMALL REFUSED the output does not fit its buffer; report this to KeyFerry
      0x160 CKR_SAVED_STATE_INVALID REFUSED the saved state is invalid
      0x170 CKR_INFORMATION_SENSITIVE REFUSED the information is sensitive and is not returned
      0x180 CKR_STATE_UNSAVEABLE REFUSED the state of the operation cannot be saved
      0x190 CKR_CRYPTOKI_NOT_INITIALIZED HSM_LOST the library was finalized; open the token again
      0x191 CKR_CRYPTOKI_ALREADY_INITIALIZED HSM_LOST the library could not be finalized earlier; restart the agent
      0x1a0 CKR_MUTEX_BAD HSM_LOST the library's lock is damaged; restart the agent
      0x1a1 CKR_MUTEX_NOT_LOCKED HSM_LOST the library's lock is damaged; restart the agent
      0x1b0 CKR_NEW_PIN_MODE PIN the token requires a new PIN; set one with the HSM's own tools, then give it to the agent
      0x1b1 CKR_NEXT_OTP PIN the token requires another one-time password, which the agent cannot provide; use a token with a PIN
      0x1b5 CKR_EXCEEDED_MAX_ITERATIONS REFUSED the token did not find parameters in time; try again, or choose another key spec
      0x1b6 CKR_FIPS_SELF_TEST_FAILED HSM_LOST the HSM's self-test failed; alert its administrator
      0x1b7 CKR_LIBRARY_LOAD_FAILED HSM_LOST the library could not load one of its parts; check the HSM client's installation
      0x1b8 CKR_PIN_TOO_WEAK PIN the PIN is too weak for the token; set a stronger one
      0x1b9 CKR_PUBLIC_KEY_INVALID REFUSED the token does not accept this public key
      0x200 CKR_FUNCTION_REJECTED REFUSED the HSM refused this for reasons of its own; check its log
      0x201 CKR_TOKEN_RESOURCE_EXCEEDED BUSY the token is out of resources; try again later
      0x202 CKR_OPERATION_CANCEL_FAILED SESSION_LOST an operation could not be canceled; open a new session
      0x203 CKR_KEY_EXHAUSTED REFUSED the key has reached its usage limit; raise the limit or use another key
      0x80000004 CKR_RC_ERROR HSM_LOST the client's connection failed; open the token again
      0x80000007 CKR_USER_LOCKED_OUT PIN the role is locked; have the partition security officer reset its PIN
      0x8000000c CKR_ACCEL_DEVICE_ERROR HSM_LOST the HSM's accelerator failed; open the token again
      0x8000000d CKR_WRAPPING_ERROR REFUSED the HSM could not wrap this key under this wrapping key
      0x8000001a CKR_USER_NOT_AUTHORIZED REFUSED the role may not do this; log in as Crypto Officer
      0x8000001b CKR_MAX_OBJECT_COUNT_EXCEEDED REFUSED the partition is full; delete objects or enlarge it
      0x8000001f CKR_UNABLE_TO_CONNECT HSM_LOST the client cannot reach the appliance; check network, NTLS and certificates
      0x80000020 CKR_PARTITION_DISABLED HSM_LOST the partition is disabled; have the HSM's administrator enable it
      0x80000023 CKR_SP_TIMEOUT HSM_LOST the HSM did not answer in time, so the outcome is unknown; search for the key by its CKA_ID before you generate one
      0x80000024 CKR_TIMEOUT HSM_LOST the HSM did not answer in time, so the outcome is unknown; search for the key by its CKA_ID before you generate one
      0x8000002a CKR_HSM_STORAGE_FULL REFUSED the HSM is full; delete objects
      0x8000002b CKR_DEVICE_TIMEOUT HSM_LOST the HSM did not answer in time, so the outcome is unknown; search for the key by its CKA_ID before you generate one
      0x8000002c CKR_CONTAINER_OBJECT_STORAGE_FULL REFUSED the partition is full; delete objects or enlarge it
      0x8000002d-0x8000002e CKR_PED_* HSM_LOST the partition is not activated; activate it with the PED (partition policies 22 and 23)
      0x80000030 CKR_OPERATION_NOT_ALLOWED REFUSED the partition's policies forbid this; compare them with the set-up guide (lunacm: partition showpolicies)
      0x80000031 CKR_LICENSE_CAPACITY_EXCEEDED REFUSED the HSM's license allows no more; ask its administrator
      0x80000035 CKR_LOG_FULL HSM_LOST the HSM stopped because its audit log is full; ask the auditor to rotate it
      0x80000041 CKR_AGAIN BUSY the HSM is busy; try again
      0x80000045-0x80000066 CKR_STC_* HSM_LOST the Secure Trusted Channel failed; open the token again, then check the channel's registration
      0x80000067 CKR_CHALLENGE_INCORRECT PIN the PIN is wrong; set the right one before the agent tries again, because Luna locks a partition after ten wrong PINs
      0x80000076 CKR_HSM_TAMPERED HSM_LOST the HSM reports tampering; alert its administrator
      0x80000077 CKR_CONFIG_* REFUSED the HSM's configuration forbids this; compare the policies with the set-up guide
      0x8000007c-0x8000007d CKR_CONFIG_* REFUSED the HSM's configuration forbids this; compare the policies with the set-up guide
      0x8000008d CKR_HSM_RESTART_REQUIRED HSM_LOST the HSM must be restarted by its administrator
      0x8000008f-0x8000009c CKR_KEY_AUTH_* REFUSED the key requires its own authorization; use a partition without per-key authorization (policy 40)
      0x80000101 CKR_KEY_EXTRACTABLE REFUSED a partition of version 1 does not allow this for extractable keys; use one of version 0 (policy 41)
      0x80001600-0x80001603 CKR_XTC_* HSM_LOST the channel to Luna Cloud HSM failed; open the token again
      0x80001604 CKR_MAX_SESSION_COUNT BUSY Luna Cloud HSM has no session left; close some, then try again
      0x80001605 CKR_NETWORK_ERROR HSM_LOST the client cannot reach Luna Cloud HSM; check the network
      0x80001606 CKR_SERVICE_UNAVAILABLE HSM_LOST Luna Cloud HSM is down; try again later
      """;

  private static final Pattern ROW =
      Pattern.compile("0x([0-9a-f]+)(?:-0x([0-9a-f]+))? (CKR_[\\w*]+) ([A-Z_]+) (.+)");

  private record Row(long first, long last, String name, Fault fault, String cure) {
    static Row parse(String line) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        throw new IllegalStateException("expected a row of the return code table, found " + line);
      }
      long first = Long.parseLong(row.group(1), 16);
      long last = row.group(2) == null ? first : Long.parseLong(row.group(2), 16);
      return new Row(first, last, row.group(3), Fault.valueOf(row.group(4)), row.group(5));
    }
  }

  private static final List<Row> ROWS = TABLE.lines().map(Row::parse).toList();

  /** Looks up the code. An unknown code fails the request, because a retry may not help. */
  public static ReturnCode of(long code) {
    // The JDK returns vendor codes unchanged, some libraries return them sign-extended.
    long unsigned = code & UNSIGNED;
    return ROWS.stream()
        .filter(row -> row.first <= unsigned && unsigned <= row.last)
        .findFirst()
        .map(row -> new ReturnCode(unsigned, row.name, row.fault, row.cure))
        .orElseGet(() ->
            new ReturnCode(
                unsigned,
                "an unknown return code",
                Fault.REFUSED,
                "look it up in the HSM vendor's list of return codes"));
  }

  /**
   * Returns the exception for this code.
   *
   * @param call the call that returned it, with its mechanism
   */
  public HsmException in(String call) {
    return new HsmException(fault, sentence(call));
  }

  /**
   * Returns the exception for this code.
   *
   * @param call the call that returned it, with its mechanism
   */
  public HsmException in(String call, Throwable cause) {
    return WRONG_PIN.contains(code)
        ? new WrongPinException(sentence(call), cause)
        : new HsmException(fault, sentence(call), cause);
  }

  private String sentence(String call) {
    return "%s: %s (0x%x): %s".formatted(call, name, code, cure);
  }
}
