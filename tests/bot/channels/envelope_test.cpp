#include "bot/channels/envelope.hpp"

#include "bot/channels/cipher.hpp"
#include "bot/channels/digest.hpp"
#include "bot/channels/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qingdan::channels {
namespace {

const std::string key_a(43, 'a');
const std::string key_b = std::string(42, 'b') + "8";
const std::string key_wrong = std::string(42, 'c') + "E";

/// Encrypts `plain` as it stands, padding included, under `key_a`.
std::string encrypted(const std::string& plain) {
    const std::string key = base64_decode(key_a + "=").value();
    return base64_encode(aes256_cbc_encrypt(key, key.substr(0, 16), plain, Padding::none));
}

std::string reason(const Checked<std::string>& message) {
    return message ? "read" : message.error().reason;
}

/// Whatever is sealed opens again, of every length, so of every padding from 1 to 32.
RC_GTEST_PROP(Envelope, OpensWhatItSealed, (std::string text, std::string nonce)) {
    const Envelope envelope({"token"}, {key_a}, "corp");
    const std::string message = is_utf8(text) ? text : hex(text);
    const Sealed sealed = envelope.seal(message, "1700000000", nonce);
    RC_ASSERT(
        envelope.is_signed(sealed.signature, sealed.timestamp, sealed.nonce, sealed.ciphertext));
    RC_ASSERT(envelope.decrypt(sealed.ciphertext).value() == message);
}

TEST(Envelope, TakesEveryTokenWithEveryKey) {
    const Envelope both({"new", "old"}, {key_a, key_b}, "corp");
    for (const char* token : {"new", "old"}) {
        for (const std::string& key : {key_a, key_b}) {
            const Sealed sealed = Envelope({token}, {key}, "corp").seal("m", "1", "2");
            EXPECT_TRUE(both.is_signed(sealed.signature, "1", "2", sealed.ciphertext));
            EXPECT_EQ(both.decrypt(sealed.ciphertext).value(), "m");
        }
    }
    const Sealed other = Envelope({"other"}, {key_wrong}, "corp").seal("m", "1", "2");
    EXPECT_FALSE(both.is_signed(other.signature, "1", "2", other.ciphertext));
    EXPECT_FALSE(both.decrypt(other.ciphertext));
}

TEST(Envelope, AnswersWithTheFirstTokenAndKey) {
    const Sealed sealed = Envelope({"new", "old"}, {key_a, key_b}, "corp").seal("m", "1", "2");
    const Envelope first({"new"}, {key_a}, "corp");
    EXPECT_TRUE(first.is_signed(sealed.signature, "1", "2", sealed.ciphertext));
    EXPECT_EQ(first.decrypt(sealed.ciphertext).value(), "m");
}

TEST(Envelope, ComparesSignaturesWithoutRegardToCase) {
    const Envelope envelope({"token"}, {key_a}, "");
    const std::string signature = sorted_signature({"token", "1", "2", "c"});
    std::string upper = signature;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_TRUE(envelope.is_signed(signature, "1", "2", "c"));
    EXPECT_TRUE(envelope.is_signed(upper, "1", "2", "c"));
    EXPECT_FALSE(envelope.is_signed(signature + "0", "1", "2", "c"));
    EXPECT_FALSE(envelope.is_signed("", "1", "2", "c"));
}

TEST(Envelope, ChecksEachLayerOfTheBlock) {
    const Envelope envelope({"token"}, {key_a}, "corp");
    const std::string head(16, 'r');
    const auto padded = [](std::string plain) {
        const std::size_t pad = 32 - plain.size() % 32;
        return plain.append(pad, static_cast<char>(pad));
    };
    const std::string good = head + std::string("\0\0\0\2", 4) + "hi" + "corp";
    EXPECT_EQ(envelope.decrypt(encrypted(padded(good))).value(), "hi");
    EXPECT_EQ(reason(envelope.decrypt("")), "base64");
    EXPECT_EQ(reason(envelope.decrypt("AAA")), "base64");
    EXPECT_EQ(reason(envelope.decrypt("AAAA")), "base64");
    EXPECT_EQ(reason(envelope.decrypt("!!!!")), "base64");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(std::string(32, '\0')))), "padding");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(std::string(32, '\x21')))), "padding");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(std::string(30, 'x') + "\1\2"))), "padding");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(std::string(32, '\x20')))), "length");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(padded(head + "\xFF\xFF\xFF\xFF")))), "length");
    EXPECT_EQ(
        reason(envelope.decrypt(encrypted(padded(head + std::string("\0\0\0\7", 4) + "hicorp")))),
        "length");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(padded(head + std::string("\0\0\0\2", 4) + "hi")))),
              "receiver");
    EXPECT_EQ(
        reason(envelope.decrypt(encrypted(padded(head + std::string("\0\0\0\2", 4) + "hicorpo")))),
        "receiver");
    EXPECT_EQ(reason(envelope.decrypt(encrypted(padded(head + std::string("\0\0\0\1", 4) +
                                                       "\xFF"
                                                       "corp")))),
              "utf8");
}

TEST(Envelope, RefusesSettingsThatCannotWork) {
    EXPECT_THROW(Envelope({}, {key_a}, ""), std::invalid_argument);
    EXPECT_THROW(Envelope({""}, {key_a}, ""), std::invalid_argument);
    EXPECT_THROW(Envelope({"t"}, {}, ""), std::invalid_argument);
    EXPECT_THROW(Envelope({"t"}, {"short"}, ""), std::invalid_argument);
    EXPECT_THROW(Envelope({"t"}, {std::string(43, '!')}, ""), std::invalid_argument);
}

TEST(Base64, IsReadStrictly) {
    EXPECT_EQ(base64_decode("Zm9v"), "foo");
    EXPECT_EQ(base64_decode("Zm8="), "fo");
    EXPECT_EQ(base64_decode("Zg=="), "f");
    EXPECT_EQ(base64_decode("Zh=="), "f");  // the last four bits are nobody's
    EXPECT_EQ(base64_decode(""), "");
    for (const char* wrong :
         {"Zg=", "Zg", "Z===", "====", "Zm9v\n", "Zm 9v", "Zm-_", "=Zm9", "Zg==Zg=="}) {
        EXPECT_EQ(base64_decode(wrong), std::nullopt) << wrong;
    }
}

RC_GTEST_PROP(Base64, ReadsWhatItWrote, (const std::string& bytes)) {
    RC_ASSERT(base64_decode(base64_encode(bytes)).value() == bytes);
}

TEST(Digest, IsThatOfThePublishedExamples) {
    EXPECT_EQ(hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace qingdan::channels
