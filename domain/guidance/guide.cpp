#include "domain/guidance/manual.hpp"
#include "domain/guidance/terms.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <utility>

namespace qingdan::guidance {
namespace {

namespace fs = std::filesystem;

std::string read_bytes(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

std::optional<Fault> unknown_figure(const std::vector<Section>& sections, const Figures& figures) {
    for (const auto& section : sections) {
        std::string all = section.title + section.body + section.source;
        for (const auto& question : section.questions) all += question;
        for (const auto& step : section.steps) all += step;
        if (const auto filled = figures.fill(all); !filled)
            return Fault{section.file,
                         section.line,
                         "{{" + filled.error() + "}} is no figure of the configuration"};
    }
    return std::nullopt;
}

}  // namespace

struct Guide::Impl {
    struct OwnFile {
        std::string tag;
        std::vector<Section> sections;
    };

    Figures figures;
    fs::path folder;
    std::string tag;
    mutable std::mutex mutex;
    std::map<std::string, OwnFile> files;  ///< last good content by path
    /// Made when the first question in that language comes: reading and indexing a manual takes
    /// some tenths of a second and some megabytes, which a service that is never asked saves.
    mutable std::map<std::string, std::shared_ptr<const Manual>, std::less<>> manuals;

    /// The manual of a language that is built in; the lock is held by the caller.
    std::shared_ptr<const Manual> made(const std::string& of) const {
        auto& kept = manuals[of];
        if (!kept) {
            std::vector<Section> own;
            for (const auto& [path, file] : files)
                if (file.tag == of)
                    own.insert(own.end(), file.sections.begin(), file.sections.end());
            kept = std::make_shared<const Manual>(Manual::load(of, own, figures));
        }
        return kept;
    }

    std::string tag_of(const fs::path& file) const {
        const auto first = fs::relative(file, folder).begin()->string();
        const auto tags = Manual::tags();
        return std::ranges::find(tags, first) == tags.end() ? tag : first;
    }

    /// The files of the folder, each as it is now or as it last was good.
    std::map<std::string, OwnFile> read_folder(std::vector<Fault>& faults) const {
        std::map<std::string, OwnFile> read;
        std::error_code error;
        for (fs::recursive_directory_iterator at{folder, error}, end; !error && at != end;
             at.increment(error)) {
            if (!at->is_regular_file() || at->path().extension() != ".md") continue;
            const auto path = at->path().string();
            auto sections = read_sections(path, read_bytes(at->path()));
            if (sections)
                if (auto unknown = unknown_figure(*sections, worded(figures, {})))
                    sections = tl::unexpected{*std::move(unknown)};
            if (sections) {
                read[path] = {tag_of(at->path()), *std::move(sections)};
            } else {
                faults.push_back(sections.error());
                if (const auto good = files.find(path); good != files.end())
                    read[path] = good->second;
            }
        }
        if (error) faults.push_back({folder.string(), 1, error.message()});
        return read;
    }
};

Guide::Guide(Figures figures, fs::path folder, std::string tag) : impl_(std::make_unique<Impl>()) {
    impl_->figures = std::move(figures);
    impl_->folder = std::move(folder);
    impl_->tag = std::move(tag);
}
Guide::~Guide() = default;

std::vector<Fault> Guide::reload() {
    std::vector<Fault> faults;
    if (impl_->folder.empty()) return faults;
    const std::scoped_lock lock{impl_->mutex};
    impl_->files = impl_->read_folder(faults);
    impl_->manuals.clear();
    return faults;
}

std::shared_ptr<const Manual> Guide::manual(std::string_view tag) const {
    const std::scoped_lock lock{impl_->mutex};
    const auto tags = Manual::tags();
    for (const std::string& wanted : {std::string{tag}, impl_->tag})
        if (std::ranges::find(tags, wanted) != tags.end()) return impl_->made(wanted);
    return impl_->made(tags.front());
}

Answer Guide::ask(std::string_view question,
                  const std::optional<Previous>& previous,
                  bool village) const {
    if (is_latin(question)) return manual("en")->ask(question, previous, village);
    const bool chinese = impl_->tag.starts_with("zh");
    auto answer = manual(chinese ? impl_->tag : "zh-CN")->ask(question, previous, village);
    if (is_traditional(question)) answer.text = to_traditional(answer.text);
    return answer;
}

}  // namespace qingdan::guidance
