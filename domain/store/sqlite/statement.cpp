#include "domain/store/sqlite/connection.hpp"

#include <stdexcept>

namespace qingdan::store {

struct Statement::Impl {
    sqlite::Connection& connection;
    std::string sql;
    std::unique_ptr<sqlite::Prepared> prepared;

    Impl(sqlite::Connection& on, std::string_view text)
        : connection(on), sql(text), prepared(on.take(text)) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { connection.give_back(sql, std::move(prepared)); }

    int index_of(int parameter) const {
        const auto digit = static_cast<std::size_t>(parameter);
        if (digit == 0 || digit >= prepared->index_of.size() || prepared->index_of[digit] == 0)
            throw std::logic_error("no parameter $" + std::to_string(parameter) + " in: " + sql);
        return prepared->index_of[digit];
    }
    SQLite::Column column(int number) const {
        return connection.guarded([&] { return prepared->statement.getColumn(number); });
    }
};

Statement::Statement(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement::~Statement() = default;

Statement Transaction::make(void* connection, std::string_view sql) {
    return Statement{
        std::make_unique<Statement::Impl>(*static_cast<sqlite::Connection*>(connection), sql)};
}

Statement& Statement::bind(int parameter, std::int64_t value) {
    impl_->connection.guarded(
        [&] { impl_->prepared->statement.bind(impl_->index_of(parameter), value); });
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
    impl_->connection.guarded(
        [&] { impl_->prepared->statement.bind(impl_->index_of(parameter), std::string{text}); });
    return *this;
}

Statement& Statement::bind(int parameter, std::nullopt_t) {
    impl_->connection.guarded([&] { impl_->prepared->statement.bind(impl_->index_of(parameter)); });
    return *this;
}

Statement& Statement::bind(int parameter, Day day) { return bind(parameter, to_text(day)); }

Statement& Statement::bind(int parameter, Instant instant) {
    return bind(parameter, to_text(instant));
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
    // A null pointer would bind NULL instead of no bytes.
    const void* from = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    impl_->connection.guarded([&] {
        impl_->prepared->statement.bind(
            impl_->index_of(parameter), from, static_cast<int>(bytes.size()));
    });
    return *this;
}

bool Statement::step() {
    auto& statement = impl_->prepared->statement;
    return !statement.isDone() &&
           impl_->connection.guarded([&] { return statement.executeStep(); });
}

int Statement::run() {
    return impl_->connection.guarded([&] {
        const int changed = impl_->prepared->statement.exec();
        impl_->prepared->statement.reset();
        return changed;
    });
}

bool Statement::is_null(int column) const { return impl_->column(column).isNull(); }

std::int64_t Statement::integer(int column) const { return impl_->column(column).getInt64(); }

std::string Statement::text(int column) const { return impl_->column(column).getString(); }

std::string Statement::blob(int column) const { return impl_->column(column).getString(); }

Day Statement::day(int column) const {
    if (const auto day = parse_day(text(column))) return *day;
    throw std::invalid_argument("not a day in the store");
}

Instant Statement::instant(int column) const { return instant_from_text(text(column)); }

std::optional<std::string> Statement::text_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<std::int64_t> Statement::integer_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<Day> Statement::day_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return day(column);
}

std::optional<Instant> Statement::instant_or_null(int column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

}  // namespace qingdan::store
